package dmp.segment.evaluation;

import java.util.Arrays;

import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;

/**
 * The moments at which one trait was realised, over all facts that count: seconds since 1970, ascending, an entry for
 * each occurrence.
 */
public record Occurrences(long[] at) {

    static final Occurrences NONE = new Occurrences(new long[0]);

    /** Whether so many of them count at this second, and until when that stays so. */
    Verdict verdict(Frequency frequency, Recency recency, long now) {
        return switch (recency) {
            case Recency.Ever() -> within(frequency, Verdict.NEVER, 0, at.length, now);
            case Recency.Within(var window) -> within(frequency, window.seconds(), 0, at.length, now);
            case Recency.Since(var instant) ->
                within(frequency, Verdict.NEVER, firstFrom(at, instant.getEpochSecond()), at.length, now);
            case Recency.Before(var instant) ->
                within(frequency, Verdict.NEVER, 0, firstFrom(at, instant.getEpochSecond()), now);
        };
    }

    /**
     * Looks at the occurrences {@code from} to {@code to}, each of which counts from its second on for {@code window}
     * seconds. Those before {@code gone} have left the window, those from {@code coming} on are still in the future.
     */
    private Verdict within(Frequency frequency, long window, int from, int to, long now) {
        int gone = window == Verdict.NEVER ? from : Math.clamp(firstFrom(at, now - window + 1), from, to);
        int coming = Math.clamp(firstFrom(at, now + 1), from, to);
        boolean holds = frequency.allows(coming - gone);
        while (true) {
            long leaves = window == Verdict.NEVER || gone == coming ? Verdict.NEVER : at[gone] + window;
            long enters = coming == to ? Verdict.NEVER : at[coming];
            long next = Math.min(leaves, enters);
            if (next == Verdict.NEVER) {
                return Verdict.forGood(holds);
            }
            while (coming < to && at[coming] == next) {
                coming++;
            }
            while (window != Verdict.NEVER && gone < coming && at[gone] + window == next) {
                gone++;
            }
            if (frequency.allows(coming - gone) != holds) {
                return Verdict.of(holds, next);
            }
        }
    }

    /** Whether an occurrence at this second counts now. */
    static boolean counts(long occurrence, Recency recency, long now) {
        return occurrence <= now
                && switch (recency) {
                    case Recency.Ever() -> true;
                    case Recency.Within(var window) -> now < occurrence + window.seconds();
                    case Recency.Since(var instant) -> occurrence >= instant.getEpochSecond();
                    case Recency.Before(var instant) -> occurrence < instant.getEpochSecond();
                };
    }

    /** The index of the first of ascending occurrences at this second or later. */
    public static int firstFrom(long[] at, long second) {
        int found = Arrays.binarySearch(at, second);
        if (found < 0) {
            return -found - 1;
        }
        while (found > 0 && at[found - 1] == second) {
            found--;
        }
        return found;
    }
}
