package dmp.segment.evaluation;

/**
 * The truth of a rule at an instant, and how long it lasts by itself.
 *
 * @param holds the truth
 * @param until the first second at which the truth differs if no fact changes; {@link #NEVER} when time alone never changes it
 */
record Verdict(boolean holds, long until) {

    static final long NEVER = Long.MAX_VALUE;

    private static final Verdict TRUE_FOR_GOOD = new Verdict(true, NEVER);
    private static final Verdict FALSE_FOR_GOOD = new Verdict(false, NEVER);

    static Verdict forGood(boolean holds) {
        return holds ? TRUE_FOR_GOOD : FALSE_FOR_GOOD;
    }

    static Verdict of(boolean holds, long until) {
        return until == NEVER ? forGood(holds) : new Verdict(holds, until);
    }

    Verdict negated() {
        return of(!holds, until);
    }
}
