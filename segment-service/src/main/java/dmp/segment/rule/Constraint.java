package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

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

    /**
     * The value is a point, latitude and longitude in degrees with a comma between them, and so near to this one. Distances are those on a
     * sphere as large as the earth, by the haversine formula (R. W. Sinnott, Virtues of the Haversine, 1984), and wrong by half a per cent
     * at most.
     *
     * @param latitude in degrees (WGS 84), north of the equator above zero
     * @param longitude in degrees, east of Greenwich above zero
     * @param km how far away at most, in kilometres
     */
    record Near(BigDecimal latitude, BigDecimal longitude, int km) implements Constraint {

        /** Half way round the earth. */
        public static final int FARTHEST = 20_000;

        private static final double EARTH_KM = 6_371.0088;

        public Near {
            latitude = Numbers.normalised(latitude);
            longitude = Numbers.normalised(longitude);
            if (!areDegrees(latitude, 90) || !areDegrees(longitude, 180) || km < 1 || km > FARTHEST) {
                throw new IllegalArgumentException(km + " km of " + latitude + ", " + longitude);
            }
        }

        /** True when they are so many at most, to either side. */
        static boolean areDegrees(BigDecimal degrees, int most) {
            return degrees.abs().compareTo(BigDecimal.valueOf(most)) <= 0;
        }

        private boolean isNear(String point) {
            int comma = point.indexOf(',');
            if (comma <= 0) {
                return false;
            }
            Optional<BigDecimal> north = Numbers.parse(point.substring(0, comma));
            Optional<BigDecimal> east = Numbers.parse(point.substring(comma + 1));
            return north.isPresent()
                    && east.isPresent()
                    && kilometres(north.get().doubleValue(), east.get().doubleValue()) <= km;
        }

        private double kilometres(double north, double east) {
            double ours = Math.toRadians(latitude.doubleValue());
            double theirs = Math.toRadians(north);
            double up = Math.sin((theirs - ours) / 2);
            double along = Math.sin(Math.toRadians(east - longitude.doubleValue()) / 2);
            double haversine = up * up + Math.cos(ours) * Math.cos(theirs) * along * along;
            return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
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
            case Near near -> near.isNear(value);
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
