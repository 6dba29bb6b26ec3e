package dmp.activation.callback;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How callbacks are judged. */
@ConfigMapping(prefix = "dmp.activation.callback")
interface CallbackConfig {

    /** How far a callback's timestamp may be from our clock. */
    @WithDefault("5m")
    Duration tolerance();

    /** How long after its receipt a callback that could not be applied is tried again. */
    @WithDefault("10s")
    Duration retryAfter();
}
