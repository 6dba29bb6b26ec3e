package dmp.activation.delivery;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

import dmp.activation.network.Capabilities;

/** How networks are kept in step. */
@ConfigMapping(prefix = "dmp.activation.delivery")
interface DeliveryConfig {

    /** How long changes gather before they are sent: latency against requests. */
    @WithDefault("200ms")
    Duration linger();

    /** For how long an identifier is taken; longer than a request with all around it takes. */
    @WithDefault("20s")
    Duration claim();

    /** How long a destination stays with an instance that does not say it is alive. */
    @WithDefault("6s")
    Duration lease();

    @WithDefault("500ms")
    Duration firstBackoff();

    /** How long an outage may have ended before it is noticed. */
    @WithDefault("10s")
    Duration longestBackoff();

    /** How long a promised acknowledgement is waited for before the delivery is sent again. */
    @WithDefault("30s")
    Duration acknowledgementTimeout();

    /** How long a promised acknowledgement is still understood. */
    @WithDefault("1d")
    Duration deliveryKept();

    /** How long a record that a network refused is left alone when nothing about it changes. */
    @WithDefault("6h")
    Duration refusedPause();

    /** How often everything is compared anew, whether marked or not. */
    @WithDefault("6h")
    Duration sweep();

    default Rules rules(Capabilities capabilities) {
        return new Rules(capabilities.keepsFor(), capabilities.removes(), acknowledgementTimeout(), refusedPause());
    }
}
