package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** Percentages as rules spell them, in hundredths. */
final class Percent {

    static final String HELP =
            "Write a part of a named drawing, such as sample 10% of \"spring\" or sample 10% to 12.5% of \"spring\".";

    private static final Pattern FORM = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,2})?");

    private Percent() {}

    static Optional<Integer> parse(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new BigDecimal(text).movePointRight(2).intValueExact())
                        .filter(hundredths -> hundredths <= Rule.Sample.WHOLE)
                : Optional.empty();
    }

    static BigDecimal number(int hundredths) {
        return Numbers.normalised(BigDecimal.valueOf(hundredths, 2));
    }

    static String print(int hundredths) {
        return number(hundredths).toPlainString() + "%";
    }
}
