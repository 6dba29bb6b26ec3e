package dmp.segment.backfill;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How fast known identifiers are asked anew. */
@ConfigMapping(prefix = "dmp.segment.backfill")
public interface BackfillConfig {

    /**
     * After a change the walk begins so much later: by then every instance asks newcomers under the new rules, and those who
     * came before have a number. An instance that learns of a change later than this has the segment walked again.
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
