package dmp.segment.evaluation;

import java.time.ZoneId;
import java.util.Arrays;

import dmp.segment.rule.Amount;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Period;
import dmp.segment.rule.Recency;

/**
 * The moments at which one trait was realised, over all facts that count.
 *
 * @param at seconds since 1970, ascending, an entry for each occurrence
 * @param values what each occurrence is worth, in millionths; null when none is worth anything
 */
public record Occurrences(long[] at, long[] values) {

    static final Occurrences NONE = new Occurrences(new long[0]);

    Occurrences(long[] at) {
        this(at, null);
    }

    /** The first of them alone, whether it is to come or has come. */
    Occurrences first() {
        return at.length <= 1 ? this : new Occurrences(new long[] {at[0]});
    }

    /** Whether so many of them count at this second, and until when that stays so. */
    Verdict verdict(Frequency frequency, Recency recency, long now) {
        return verdict((from, to) -> frequency.allows(to - from), recency, now);
    }

    /** Whether those that count at this second are worth so much, and until when that stays so. */
    Verdict verdict(Amount amount, Recency recency, long now) {
        if (values == null) {
            return Verdict.forGood(amount.allows(0));
        }
        long[] sums = new long[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        return verdict((from, to) -> amount.allows(sums[to] - sums[from]), recency, now);
    }

    /** What is asked of the occurrences that count. */
    private interface Asked {

        /** @param to not included */
        boolean allows(int from, int to);
    }

    private Verdict verdict(Asked asked, Recency recency, long now) {
        return switch (recency) {
            case Recency.Ever() -> within(asked, End.NEVER, 0, 0, at.length, now);
            case Recency.Within(var window) -> {
                long length = window.seconds();
                yield within(
                        asked, occurrence -> occurrence + length, firstFrom(at, now - length + 1), 0, at.length, now);
            }
            case Recency.During(Period period, ZoneId zone) ->
                within(
                        asked,
                        occurrence -> period.end(occurrence, zone),
                        firstFrom(at, period.start(now, zone)),
                        0,
                        at.length,
                        now);
            case Recency.Since(var instant) ->
                within(asked, End.NEVER, 0, firstFrom(at, instant.getEpochSecond()), at.length, now);
            case Recency.Before(var instant) ->
                within(asked, End.NEVER, 0, 0, firstFrom(at, instant.getEpochSecond()), now);
        };
    }

    /** The second at which an occurrence counts no longer; later occurrences do not end earlier. */
    private interface End {

        End NEVER = _ -> Verdict.NEVER;

        long of(long occurrence);
    }

    /**
     * Looks at the occurrences {@code from} to {@code to}, each of which counts from its second on until its end.
     *
     * @param gone how many of all occurrences have ended
     */
    private Verdict within(Asked asked, End end, int gone, int from, int to, long now) {
        int out = Math.clamp(gone, from, to);
        int coming = Math.clamp(firstFrom(at, now + 1), from, to);
        boolean holds = asked.allows(out, coming);
        while (true) {
            long leaves = out == coming ? Verdict.NEVER : end.of(at[out]);
            long enters = coming == to ? Verdict.NEVER : at[coming];
            long next = Math.min(leaves, enters);
            if (next == Verdict.NEVER) {
                return Verdict.forGood(holds);
            }
            while (coming < to && at[coming] == next) {
                coming++;
            }
            while (out < coming && end.of(at[out]) == next) {
                out++;
            }
            if (asked.allows(out, coming) != holds) {
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
                    case Recency.During(Period period, ZoneId zone) -> now < period.end(occurrence, zone);
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
