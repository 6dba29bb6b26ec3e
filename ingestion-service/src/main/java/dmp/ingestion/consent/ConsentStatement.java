package dmp.ingestion.consent;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dmp.ingestion.contract.Consent;

/** What an event says about consent. A purpose that is not mentioned is not allowed. */
public sealed interface ConsentStatement {

    /** Nothing was said. */
    record Missing() implements ConsentStatement {}

    /** Something was said that cannot be relied on. */
    record Unreadable() implements ConsentStatement {}

    record Stated(Consent consent) implements ConsentStatement {}

    ConsentStatement MISSING = new Missing();
    ConsentStatement UNREADABLE = new Unreadable();

    Set<String> PURPOSES = Set.of("collection", "profiling", "activation");

    /**
     * Reads a purposes object such as {@code {"collection":true,"profiling":true,"activation":false}}.
     *
     * @return unreadable when a key is not a purpose, a value is no boolean, or collection is not mentioned
     */
    static ConsentStatement ofPurposes(Map<String, ?> purposeToAllowed) {
        for (Map.Entry<String, ?> entry : purposeToAllowed.entrySet()) {
            if (!PURPOSES.contains(entry.getKey()) || !(entry.getValue() instanceof Boolean)) {
                return UNREADABLE;
            }
        }
        if (!purposeToAllowed.containsKey("collection")) {
            return UNREADABLE;
        }
        return new Stated(new Consent(
                Boolean.TRUE.equals(purposeToAllowed.get("collection")),
                Boolean.TRUE.equals(purposeToAllowed.get("profiling")),
                Boolean.TRUE.equals(purposeToAllowed.get("activation"))));
    }

    /** Reads the letters of the allowed purposes, {@code c}, {@code p}, {@code a}; no letter at all denies all three. */
    static ConsentStatement ofLetters(String letters) {
        if (!letters.chars().allMatch(letter -> "cpa".indexOf(letter) >= 0)) {
            return UNREADABLE;
        }
        return new Stated(new Consent(letters.contains("c"), letters.contains("p"), letters.contains("a")));
    }

    /**
     * Reads a cell of a file: {@code all}, {@code none}, {@code true}, {@code false}, {@code yes}, {@code no}, {@code 1},
     * {@code 0}, the letters of {@link #ofLetters}, or names of purposes separated by space, comma, semicolon or bar.
     */
    static ConsentStatement ofCell(String cell) {
        String text = cell.strip().toLowerCase(Locale.ROOT);
        switch (text) {
            case "" -> {
                return MISSING;
            }
            case "all", "true", "yes", "1" -> {
                return new Stated(Consent.ALL);
            }
            case "none", "false", "no", "0" -> {
                return new Stated(Consent.NONE);
            }
            default -> {
                Set<String> words = Set.copyOf(Arrays.asList(text.split("[ ,;|]+")));
                if (PURPOSES.containsAll(words)) {
                    return new Stated(new Consent(
                            words.contains("collection"), words.contains("profiling"), words.contains("activation")));
                }
                return ofLetters(text);
            }
        }
    }
}
