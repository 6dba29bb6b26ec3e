package dmp.segment.membership;

import java.time.Instant;
import java.util.List;

/** One change of an identifier's memberships: which segments it entered and left, when, and what led to it. */
public record Change(Cause cause, Instant at, List<Step> steps) {

    /** Enough for every cause. */
    static final int CAUSE_BITS = 2;

    /** What led to a change. Their order is part of the state's format. */
    public enum Cause {
        /** Something new is known of the identifier, or of one linked to it. */
        PROFILE,
        /** A window began or ended. */
        TIME,
        /** A segment is new, changed or archived. */
        RULES
    }

    /**
     * @param entered left otherwise
     * @param ruleVersion the version of the segment's rule that was asked; of an archived segment the last one that was
     */
    public record Step(String segment, boolean entered, long ruleVersion) {}

    public Change {
        steps = List.copyOf(steps);
    }
}
