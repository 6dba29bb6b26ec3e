package dmp.ingestion.normalise;

import java.text.Normalizer;
import java.util.Locale;

import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/** One spelling for text: Unicode NFC, no control characters, no surrounding blanks. */
final class Text {

    private Text() {}

    /** @return the canonical spelling, null for null */
    static String clean(String raw, int maxLength, String pointer) {
        if (raw == null) {
            return null;
        }
        if (raw.length() > 4 * maxLength) {
            throw tooLong(maxLength, pointer);
        }
        String text = isPlain(raw)
                ? raw.strip()
                : Normalizer.normalize(raw, Normalizer.Form.NFC)
                        .replaceAll("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\s]+", " ")
                        .strip();
        if (text.length() > maxLength) {
            throw tooLong(maxLength, pointer);
        }
        return text;
    }

    /** {@code basketValue}, {@code Basket Value} and {@code basket-value} are all {@code basket_value}. */
    static String snakeCase(String raw) {
        return joinWords(raw, '_');
    }

    /** {@code pageView}, {@code Page View} and {@code page_view} are all {@code page-view}. */
    static String kebabCase(String raw) {
        return joinWords(raw, '-');
    }

    private static String joinWords(String raw, char joint) {
        StringBuilder words = new StringBuilder(raw.length() + 4);
        boolean pending = false;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (!Character.isLetterOrDigit(c)) {
                pending = true;
                continue;
            }
            boolean newWord = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(raw.charAt(i - 1));
            if ((pending || newWord) && !words.isEmpty()) {
                words.append(joint);
            }
            pending = false;
            words.append(c);
        }
        return words.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static Refused tooLong(int maxLength, String pointer) {
        return new Refused(RejectionCode.TOO_LONG, "At most " + maxLength + " characters are accepted here.", pointer);
    }
}
