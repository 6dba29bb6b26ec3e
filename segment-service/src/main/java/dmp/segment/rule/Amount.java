package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.Optional;

import dmp.profile.contract.ProfileChanged.Realisations;

/**
 * How much, both bounds included. In millionths, as {@link Realisations#values} are.
 *
 * @param min at least so much; {@link #NO_LEAST} when there is no lower bound
 * @param max at most so much; {@link #NO_MOST} when there is no upper bound
 */
public record Amount(long min, long max) {

    public static final long NO_LEAST = Long.MIN_VALUE;
    public static final long NO_MOST = Long.MAX_VALUE;

    static final String HELP = "This is a number with at most 6 decimals, from -1000000000000 to 1000000000000.";

    private static final int DECIMALS = 6;

    /** A million million. No sum comes near the bounds of 64 bits. */
    private static final BigDecimal MOST = BigDecimal.TEN.pow(12);

    public Amount {
        if (max < min || (min == NO_LEAST && max == NO_MOST)) {
            throw new IllegalArgumentException("between " + min + " and " + max + " millionths");
        }
    }

    public static Amount atLeast(long min) {
        return new Amount(min, NO_MOST);
    }

    public static Amount atMost(long max) {
        return new Amount(NO_LEAST, max);
    }

    public boolean allows(long sum) {
        return sum >= min && sum <= max;
    }

    /** Empty when it is too large, or has more decimals than there are. */
    static Optional<Long> millionths(BigDecimal number) {
        // The size is looked at first: 1e999999999 must not be written out.
        return number.abs().compareTo(MOST) <= 0 && number.stripTrailingZeros().scale() <= DECIMALS
                ? Optional.of(number.movePointRight(DECIMALS).longValueExact())
                : Optional.empty();
    }

    /** In one spelling. */
    public static BigDecimal number(long millionths) {
        return Numbers.normalised(BigDecimal.valueOf(millionths, DECIMALS));
    }
}
