package dmp.segment.evaluation;

import java.util.Optional;

/** The rules of all segments of one tenant, ready to be asked. Immutable: changed rules make a new index. */
public interface RuleIndex {

    /**
     * Asks all segments.
     *
     * @param now seconds since 1970
     */
    Evaluation evaluate(Profile profile, long now);

    /** Asks one segment, and for the reasons; empty when there is no such segment. */
    Optional<Explanation> explain(String segment, Profile profile, long now);

    /** The segment with this id; empty when there is none, or it has been archived. */
    Optional<SegmentRule> segment(String id);
}
