package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** What is asked of the value of an attribute. Text is compared exactly, upper and lower case told apart. */
public sealed interface Constraint {

    /** The attribute is known, whatever its value. */
    record Exists() implements Constraint {}

    /** The value is this text. */
    record Equals(String value) implements Constraint {
        public Equals {
            Objects.requireNonNull(value);
        }
    }

    /** The value is one of these texts, of which there is at least one. */
    record In(List<String> values) implements Constraint {
        public In {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("one of nothing");
            }
        }
    }

    /** The value starts with this text. */
    record Prefix(String value) implements Constraint {
        public Prefix {
            Objects.requireNonNull(value);
        }
    }

    /** The value ends with this text. */
    record Suffix(String value) implements Constraint {
        public Suffix {
            Objects.requireNonNull(value);
        }
    }

    /** The value has this text in it. */
    record Contains(String value) implements Constraint {
        public Contains {
            Objects.requireNonNull(value);
        }
    }

    /** The value is a number that compares so with this one; a value that is no number passes no comparison. */
    record Compare(Comparison comparison, BigDecimal number) implements Constraint {
        public Compare {
            Objects.requireNonNull(comparison);
            number = Numbers.normalised(number);
        }
    }

    /** The value is a number of these two, or between them. */
    record Between(BigDecimal low, BigDecimal high) implements Constraint {
        public Between {
            low = Numbers.normalised(low);
            high = Numbers.normalised(high);
            if (low.compareTo(high) > 0) {
                throw new IllegalArgumentException("between " + low + " and " + high);
            }
        }
    }

    /** How numbers compare. */
    enum Comparison {
        EQUAL("=", "equals"),
        LESS("<", "lessThan"),
        AT_MOST("<=", "atMost"),
        GREATER(">", "greaterThan"),
        AT_LEAST(">=", "atLeast");

        final String symbol;
        final String property;

        Comparison(String symbol, String property) {
            this.symbol = symbol;
            this.property = property;
        }

        boolean holds(int comparedWith) {
            return switch (this) {
                case EQUAL -> comparedWith == 0;
                case LESS -> comparedWith < 0;
                case AT_MOST -> comparedWith <= 0;
                case GREATER -> comparedWith > 0;
                case AT_LEAST -> comparedWith >= 0;
            };
        }
    }

    /** True when the value is as asked. */
    default boolean admits(String value) {
        return switch (this) {
            case Exists() -> true;
            case Equals(String wanted) -> value.equals(wanted);
            case In(List<String> wanted) -> wanted.contains(value);
            case Prefix(String prefix) -> value.startsWith(prefix);
            case Suffix(String suffix) -> value.endsWith(suffix);
            case Contains(String part) -> value.contains(part);
            case Compare(Comparison comparison, BigDecimal number) ->
                Numbers.parse(value)
                        .map(actual -> comparison.holds(actual.compareTo(number)))
                        .orElse(false);
            case Between(BigDecimal low, BigDecimal high) ->
                Numbers.parse(value)
                        .map(actual -> actual.compareTo(low) >= 0 && actual.compareTo(high) <= 0)
                        .orElse(false);
        };
    }
}
