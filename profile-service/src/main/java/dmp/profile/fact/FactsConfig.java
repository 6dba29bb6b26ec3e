package dmp.profile.fact;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How facts are kept. */
@ConfigMapping(prefix = "dmp.profile.fact")
public interface FactsConfig {

    /**
     * How long it is remembered that an identifier was erased, or a link undone. Must be longer than the oldest event that
     * ingestion accepts (400 days by default), else an event from before could bring back what was erased.
     */
    @WithDefault("410d")
    Duration tombstoneRetention();
}
