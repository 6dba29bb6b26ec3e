package dmp.segment.definition;

import java.time.Instant;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dmp.segment.backfill.Backfills;
import dmp.segment.reach.Sizes;

/** Puts a segment and its figures together. */
@ApplicationScoped
class SegmentFigures {

    private final Sizes sizes;
    private final Backfills backfills;

    SegmentFigures(Sizes sizes, Backfills backfills) {
        this.sizes = sizes;
        this.backfills = backfills;
    }

    Uni<SegmentView> view(Segment segment) {
        return backfills.progress(segment.tenant, segment.id).chain(progress -> sizes.of(
                        segment.tenant, segment.id, Instant.now())
                .map(figures -> SegmentView.of(segment, figures, progress.orElse(null))));
    }
}
