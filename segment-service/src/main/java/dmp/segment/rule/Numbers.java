package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numbers in plain decimal notation, as signals carry them: no exponent, so that no number is expensive to compare. */
final class Numbers {

    private static final Pattern PLAIN = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?");

    private Numbers() {}

    /** One spelling for each number: 129.90 is 129.9, and 100 is not 1E+2. */
    static BigDecimal normalised(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static Optional<BigDecimal> parse(String text) {
        return PLAIN.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
