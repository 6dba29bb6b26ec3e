package dmp.profile.backfill;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How events retained are looked at again. */
@ConfigMapping(prefix = "dmp.profile.backfill")
public interface BackfillConfig {

    /**
     * After a change of a trait it begins so much later: by then every instance realises it by the new rule, so no event is missed
     * between those looked at again and those that come.
     */
    @WithDefault("5s")
    Duration grace();

    /** When an instance dies, another goes on after this time. */
    @WithDefault("20s")
    Duration lease();

    /** No more events are looked at while so many replayed ones wait, so that live events do not wait behind them. */
    @WithDefault("5000")
    long inFlight();
}
