package dmp.ingestion.publish;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds on what waits for Kafka. */
@ConfigMapping(prefix = "dmp.ingestion.publish")
public interface PublishConfig {

    /** How long an answer waits for the acknowledgement before it is 503. */
    @WithDefault("10s")
    Duration deliveryTimeout();

    /** Records sent and not acknowledged yet, beyond which requests are turned away at once. */
    @WithDefault("20000")
    int maxInFlight();
}
