package dmp.profile.trait;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How events retained are looked at again. */
@ConfigMapping(prefix = "dmp.profile.backfill")
public interface BackfillConfig {

    /** An instance that has not told for so long which traits it knows is not waited for. Every instance tells each second. */
    @WithDefault("5s")
    Duration grace();

    /** When an instance dies, another goes on after this time. */
    @WithDefault("20s")
    Duration lease();

    /** No more events are looked at while so many replayed ones wait, so that live events do not wait behind them. */
    @WithDefault("5000")
    long inFlight();
}
