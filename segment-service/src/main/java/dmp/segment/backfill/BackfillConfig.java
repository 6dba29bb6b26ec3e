package dmp.segment.backfill;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How fast known identifiers are asked anew. */
@ConfigMapping(prefix = "dmp.segment.backfill")
public interface BackfillConfig {

    /**
     * After a change the walk begins when every instance has told that it asks newcomers under the new rules. One that has not
     * been seen for so long is no longer waited for; when it comes back and finds a change, it has the segment walked again.
     */
    @WithDefault("2s")
    Duration grace();

    /** The pause before the walk goes on when too many ticks are waiting, and between two looks for new backfills. */
    @WithDefault("50ms")
    Duration stepEvery();

    /** Buckets of {@link dmp.segment.reach.KnownIdentifiers#BUCKET} identifiers walked in one step, which is recorded. */
    @WithDefault("64")
    int bucketsPerStep();

    /** No step is taken while more ticks than about this many are waiting, so that live profiles do not wait behind them. */
    @WithDefault("8000")
    int inFlight();

    /** When an instance dies while walking, another takes over after this time. */
    @WithDefault("10s")
    Duration lease();
}
