package dmp.profile.trait;

import java.math.BigDecimal;
import java.math.RoundingMode;

import dmp.profile.contract.ProfileChanged.Realisations;

/** What a realisation is worth: a signal's number in millionths, as {@link Realisations#values} tells it. */
final class Worth {

    private static final int DECIMALS = 6;
    private static final BigDecimal MOST = BigDecimal.valueOf(Realisations.MOST, DECIMALS);

    private Worth() {}

    /** Rounded half to even. 0 when there is no text, when it is no number, or one beyond {@link Realisations#MOST}. */
    static long of(String text) {
        if (text == null || text.length() > MOST.precision() + 40) {
            return 0;
        }
        BigDecimal number = Numbers.orNull(text);
        // Looked at before it is scaled: 1e999999999 and 1e-999999999 are short texts.
        if (number == null || number.abs().compareTo(MOST) > 0 || number.precision() - number.scale() < -DECIMALS) {
            return 0;
        }
        return number.setScale(DECIMALS, RoundingMode.HALF_EVEN).unscaledValue().longValueExact();
    }
}
