package dmp.segment.rule;

/**
 * How often, both bounds included.
 *
 * @param min at least so many times
 * @param max at most so many times; {@link #UNBOUNDED} when there is no upper bound
 */
public record Frequency(int min, int max) {

    public static final int UNBOUNDED = Integer.MAX_VALUE;

    /** What is meant when nothing is said. */
    public static final Frequency ONCE = atLeast(1);

    public static final Frequency NEVER = exactly(0);

    public Frequency {
        if (min < 0 || max < min || (min == 0 && max == UNBOUNDED)) {
            throw new IllegalArgumentException("between " + min + " and " + max + " times");
        }
    }

    public static Frequency atLeast(int times) {
        return new Frequency(times, UNBOUNDED);
    }

    public static Frequency atMost(int times) {
        return new Frequency(0, times);
    }

    public static Frequency exactly(int times) {
        return new Frequency(times, times);
    }

    public boolean allows(int times) {
        return times >= min && times <= max;
    }
}
