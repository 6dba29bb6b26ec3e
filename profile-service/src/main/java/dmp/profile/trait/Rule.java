package dmp.profile.trait;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A condition on the signals of one event. Pure. A signal that the event does not carry makes every leaf false but
 * {@code exists: false}, and so makes the {@link Not} of a leaf true.
 */
public sealed interface Rule {

    /** How many leaves a rule may have, and how deep it may be nested: far above what people write, far below what hurts. */
    int LEAVES_MOST = 200;

    int DEPTH_MOST = 10;

    record All(List<Rule> rules) implements Rule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = List.copyOf(rules);
        }
    }

    record Not(Rule rule) implements Rule {}

    /** The signal's text is one of these. */
    record IsIn(String signal, Set<String> values) implements Rule {
        public IsIn {
            values = Set.copyOf(values);
        }
    }

    record HasPart(String signal, Part part, String text) implements Rule {}

    enum Part {
        PREFIX,
        SUFFIX,
        CONTAINS
    }

    /** The signal is a number, and compares so with this one. */
    record Compares(String signal, Comparison comparison, BigDecimal number) implements Rule {}

    enum Comparison {
        EQUALS,
        GREATER_THAN,
        AT_LEAST,
        LESS_THAN,
        AT_MOST
    }

    record Exists(String signal, boolean expected) implements Rule {}

    default boolean matches(Map<String, String> signals) {
        return switch (this) {
            case All(var rules) -> rules.stream().allMatch(rule -> rule.matches(signals));
            case Any(var rules) -> rules.stream().anyMatch(rule -> rule.matches(signals));
            case Not(var rule) -> !rule.matches(signals);
            case IsIn(var signal, var values) -> signals.containsKey(signal) && values.contains(signals.get(signal));
            case HasPart(var signal, var part, var text) -> hasPart(signals.get(signal), part, text);
            case Compares(var signal, var comparison, var number) -> compares(signals.get(signal), comparison, number);
            case Exists(var signal, var expected) -> signals.containsKey(signal) == expected;
        };
    }

    private static boolean hasPart(String value, Part part, String text) {
        return value != null
                && switch (part) {
                    case PREFIX -> value.startsWith(text);
                    case SUFFIX -> value.endsWith(text);
                    case CONTAINS -> value.contains(text);
                };
    }

    private static boolean compares(String value, Comparison comparison, BigDecimal number) {
        BigDecimal actual = Numbers.orNull(value);
        if (actual == null) {
            return false;
        }
        int order = actual.compareTo(number);
        return switch (comparison) {
            case EQUALS -> order == 0;
            case GREATER_THAN -> order > 0;
            case AT_LEAST -> order >= 0;
            case LESS_THAN -> order < 0;
            case AT_MOST -> order <= 0;
        };
    }
}
