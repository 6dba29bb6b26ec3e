package dmp.segment.evaluation;

import java.time.Instant;
import java.util.List;

/**
 * All segments of a tenant, asked about one profile at one instant.
 *
 * @param held the segments whose rules hold, in the order of their ids
 * @param nextChange the first second at which any segment's answer differs by itself; {@link #NEVER} when none will
 */
public record Evaluation(List<Held> held, long nextChange) {

    public static final long NEVER = Verdict.NEVER;

    public static final Evaluation NOTHING = new Evaluation(List.of(), NEVER);

    public Evaluation {
        held = List.copyOf(held);
    }

    /**
     * @param until the second at which the rule stops to hold by itself; {@link Evaluation#NEVER} when it does not
     */
    public record Held(String segment, long ruleVersion, long until) {}

    /** A second as an instant; null for {@link #NEVER}. */
    public static Instant instant(long second) {
        return second == NEVER ? null : Instant.ofEpochSecond(second);
    }
}
