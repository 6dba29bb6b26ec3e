package dmp.segment.evaluation;

import java.util.Objects;

import dmp.segment.rule.Rule;

/**
 * What decides about one segment.
 *
 * @param segment the segment's id
 * @param ruleVersion the version of the segment that brought this rule and merge policy
 * @param mergePolicy through which the rule sees a profile
 */
public record SegmentRule(String segment, long ruleVersion, MergePolicy mergePolicy, Rule rule) {
    public SegmentRule {
        Objects.requireNonNull(segment);
        Objects.requireNonNull(mergePolicy);
        Objects.requireNonNull(rule);
    }
}
