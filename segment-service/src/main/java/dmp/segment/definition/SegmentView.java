package dmp.segment.definition;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.backfill.Backfills.Progress;
import dmp.segment.reach.Sizes.Figures;
import dmp.segment.rule.RuleJson;

/**
 * A segment as the API shows it; figures only when one segment is asked for.
 *
 * @param ruleVersion the version that brought the rule; null in the history
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record SegmentView(
        String id,
        String name,
        long version,
        Long ruleVersion,
        String ruleText,
        JsonNode rule,
        String mergePolicy,
        boolean archived,
        Instant createdAt,
        Instant changedAt,
        String changedBy,
        Long size,
        Long entered24h,
        Long left24h,
        Progress backfill) {

    static SegmentView of(Segment segment) {
        return of(segment, null, null);
    }

    static SegmentView of(Segment segment, Figures figures, Progress backfill) {
        return new SegmentView(
                segment.id,
                segment.name,
                segment.version,
                segment.ruleVersion,
                segment.rule,
                RuleJson.write(segment.ruleTree()),
                segment.mergePolicy,
                segment.archived,
                segment.createdAt,
                segment.changedAt,
                segment.changedBy,
                figures == null ? null : figures.size(),
                figures == null ? null : figures.entered24h(),
                figures == null ? null : figures.left24h(),
                backfill);
    }

    static SegmentView of(SegmentVersion version) {
        return new SegmentView(
                version.id,
                version.name,
                version.version,
                null,
                version.rule,
                RuleJson.write(Segment.tree(version.rule)),
                version.mergePolicy,
                version.archived,
                null,
                version.changedAt,
                version.changedBy,
                null,
                null,
                null,
                null);
    }
}
