package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the JSON form of what is asked of a value, see {@link RuleJson}. */
final class ConstraintJsonReader {

    private static final Set<String> CONSTRAINTS = Set.of(
            "equals",
            "in",
            "prefix",
            "suffix",
            "contains",
            "exists",
            "greaterThan",
            "atLeast",
            "lessThan",
            "atMost",
            "between",
            "near");

    private final JsonProperties properties;

    ConstraintJsonReader(JsonProperties properties) {
        this.properties = properties;
    }

    /** The properties of an object that asks something of what another property names. */
    static Set<String> with(String name) {
        Set<String> known = new TreeSet<>(CONSTRAINTS);
        known.add(name);
        return known;
    }

    Optional<Constraint> constraint(JsonNode json, String at) {
        return properties
                .one(json, at, CONSTRAINTS, false)
                .flatMap(property -> constraint(property, json.get(property), at + "/" + property));
    }

    private Optional<Constraint> constraint(String property, JsonNode value, String at) {
        return switch (property) {
            case "exists" ->
                value.isBoolean() && value.booleanValue()
                        ? Optional.of(new Constraint.Exists())
                        : properties.refuse(
                                at, "rule-type", "Write true. For the opposite put the condition into \"not\".");
            case "in" -> properties.texts(value, at).map(Constraint.In::new);
            case "prefix" -> properties.text(value, at).map(Constraint.Prefix::new);
            case "suffix" -> properties.text(value, at).map(Constraint.Suffix::new);
            case "contains" -> properties.text(value, at).map(Constraint.Contains::new);
            case "between" -> between(value, at);
            case "near" -> near(value, at);
            case "equals" ->
                value.isNumber()
                        ? compare(property, value, at)
                        : properties.text(value, at).map(Constraint.Equals::new);
            default -> compare(property, value, at);
        };
    }

    private Optional<Constraint> compare(String property, JsonNode value, String at) {
        for (Constraint.Comparison comparison : Constraint.Comparison.values()) {
            if (comparison.property.equals(property)) {
                return number(value, at).map(number -> new Constraint.Compare(comparison, number));
            }
        }
        throw new IllegalStateException(property);
    }

    private Optional<Constraint> between(JsonNode value, String at) {
        if (!value.isArray() || value.size() != 2) {
            return properties.refuse(at, "rule-range", "Write [low, high] with two numbers.");
        }
        Optional<BigDecimal> low = number(value.get(0), at + "/0");
        Optional<BigDecimal> high = number(value.get(1), at + "/1");
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        return low.get().compareTo(high.get()) <= 0
                ? Optional.of(new Constraint.Between(low.get(), high.get()))
                : properties.refuse(at, "rule-range", "Between these there is nothing: swap them.");
    }

    private Optional<Constraint> near(JsonNode value, String at) {
        if (!value.isObject() || !value.has("km") || !value.has("latitude") || !value.has("longitude")) {
            return properties.refuse(
                    at, "rule-type", "This is an object {\"km\": …, \"latitude\": …, \"longitude\": …}.");
        }
        properties.refuseOthers(value, at, Set.of("km", "latitude", "longitude"));
        Optional<Integer> km = properties.whole(value.get("km"), at + "/km", 1, Constraint.Near.FARTHEST);
        Optional<BigDecimal> latitude = degrees(value.get("latitude"), at + "/latitude", 90);
        Optional<BigDecimal> longitude = degrees(value.get("longitude"), at + "/longitude", 180);
        return km.isPresent() && latitude.isPresent() && longitude.isPresent()
                ? Optional.of(new Constraint.Near(latitude.get(), longitude.get(), km.get()))
                : Optional.empty();
    }

    private Optional<BigDecimal> degrees(JsonNode value, String at, int most) {
        Optional<BigDecimal> degrees = number(value, at);
        return degrees.isEmpty() || Constraint.Near.areDegrees(degrees.get(), most)
                ? degrees
                : properties.refuse(at, "rule-range", "These are degrees from " + -most + " to " + most + ".");
    }

    private Optional<BigDecimal> number(JsonNode value, String at) {
        if (value.isNumber() && Double.isFinite(value.doubleValue())) {
            BigDecimal number = value.decimalValue();
            // The scale is looked at first: 1e999999999 must not be written out.
            if (Math.abs(number.scale()) <= 30
                    && Numbers.parse(number.toPlainString()).isPresent()) {
                return Optional.of(number);
            }
        }
        return properties.refuse(
                at, "rule-number", "This is a number of at most 30 digits before and after the point.");
    }
}
