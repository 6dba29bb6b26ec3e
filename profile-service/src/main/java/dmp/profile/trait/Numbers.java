package dmp.profile.trait;

import java.math.BigDecimal;

/** The numbers that signals carry as texts. */
final class Numbers {

    private Numbers() {}

    /** The number that a text is; null when it is none, or there is no text. */
    static BigDecimal orNull(String value) {
        if (value == null || value.isEmpty() || !isNumberStart(value.charAt(0))) {
            return null;
        }
        try {
            return new BigDecimal(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Spares most texts the cost of an exception. */
    private static boolean isNumberStart(char c) {
        return (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '+';
    }
}
