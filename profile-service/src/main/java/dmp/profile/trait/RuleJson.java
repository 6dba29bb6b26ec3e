package dmp.profile.trait;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.ingestion.contract.Signal;
import dmp.profile.access.Closest;
import dmp.profile.access.JsonObject;

/**
 * Rules as JSON, both ways: {@code {"all":[…]}}, {@code {"any":[…]}}, {@code {"not":{…}}}, and leaves such as
 * {@code {"signal":"page.path","prefix":"/pricing"}}. Reading is strict: a signal that no event can carry, or a comparison
 * that its type does not allow, is a fault.
 */
final class RuleJson {

    private static final int TEXT_LONGEST = 500;
    private static final int VALUES_MOST = 500;

    private static final Set<String> CONNECTIVES = Set.of("all", "any", "not");
    private static final Map<String, Rule.Part> NAME_TO_PART =
            Map.of("prefix", Rule.Part.PREFIX, "suffix", Rule.Part.SUFFIX, "contains", Rule.Part.CONTAINS);
    private static final Map<String, Rule.Comparison> NAME_TO_COMPARISON = Map.of(
            "greaterThan", Rule.Comparison.GREATER_THAN,
            "atLeast", Rule.Comparison.AT_LEAST,
            "lessThan", Rule.Comparison.LESS_THAN,
            "atMost", Rule.Comparison.AT_MOST);
    private static final Set<String> OPERATORS = new TreeSet<>(Set.of(
            "equals", "in", "prefix", "suffix", "contains", "greaterThan", "atLeast", "lessThan", "atMost", "exists"));
    private static final List<String> SIGNALS =
            Arrays.stream(Signal.values()).map(Signal::key).toList();
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private int leaves;

    private RuleJson() {}

    /** The rule; null when it has faults, which are noted where it was read from. */
    static Rule read(JsonObject json) {
        RuleJson reader = new RuleJson();
        Rule rule = reader.rule(json, 1);
        if (reader.leaves > Rule.LEAVES_MOST) {
            return json.fault("", "too-large", "A rule has at most " + Rule.LEAVES_MOST + " conditions.");
        }
        return rule;
    }

    private Rule rule(JsonObject json, int depth) {
        if (json.node() == null || !json.node().isObject() || json.node().isEmpty()) {
            return json.fault(
                    "",
                    "type",
                    "A condition is an object, such as {\"signal\":\"event.name\",\"equals\":\"page-view\"}.");
        }
        if (depth > Rule.DEPTH_MOST) {
            return json.fault("", "too-deep", "Conditions are nested at most " + Rule.DEPTH_MOST + " deep.");
        }
        String first = json.node().fieldNames().next();
        if (!CONNECTIVES.contains(first)) {
            return leaf(json);
        }
        json.onlyKnown(Set.of(first));
        if (first.equals("not")) {
            Rule inner = rule(json.at(first), depth + 1);
            return inner == null ? null : new Rule.Not(inner);
        }
        JsonObject parts = json.at(first);
        if (!parts.node().isArray() || parts.node().isEmpty()) {
            return parts.fault("", "type", "\"" + first + "\" takes a list of at least one condition.");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < parts.node().size(); i++) {
            rules.add(rule(parts.at(i), depth + 1));
        }
        if (rules.contains(null)) {
            return null;
        }
        return first.equals("all") ? new Rule.All(rules) : new Rule.Any(rules);
    }

    private Rule leaf(JsonObject json) {
        leaves++;
        Set<String> known = new LinkedHashSet<>(OPERATORS);
        known.add("signal");
        json.onlyKnown(known);
        String signal = json.text("signal", TEXT_LONGEST);
        Optional<Signal.Type> type = signal == null ? Optional.empty() : Signal.typeOf(signal);
        if (signal != null && type.isEmpty()) {
            json.fault(
                    "/signal",
                    "unknown-signal",
                    "No event carries the signal \"" + signal + "\"." + suggestion(signal));
        }
        List<String> operators = OPERATORS.stream().filter(json::has).toList();
        if (operators.size() != 1) {
            return json.fault(
                    "",
                    "operator",
                    "Say how the signal compares, with exactly one of " + String.join(", ", OPERATORS) + ".");
        }
        return type.isEmpty() ? null : leaf(json, signal, type.get(), operators.getFirst());
    }

    private static Rule leaf(JsonObject json, String signal, Signal.Type type, String operator) {
        JsonNode value = json.node().get(operator);
        String below = '/' + operator;
        if (operator.equals("exists")) {
            return value.isBoolean()
                    ? new Rule.Exists(signal, value.booleanValue())
                    : json.fault(below, "type", "\"exists\" takes true or false.");
        }
        if (operator.equals("equals")) {
            return value.isNumber()
                    ? compares(json, below, signal, type, Rule.Comparison.EQUALS, value)
                    : equalsText(json, below, signal, type, value);
        }
        if (operator.equals("in")) {
            return in(json, below, signal, type, value);
        }
        Rule.Part part = NAME_TO_PART.get(operator);
        if (part == null) {
            return compares(json, below, signal, type, NAME_TO_COMPARISON.get(operator), value);
        }
        String text = text(json, below, signal, type, value);
        return text == null ? null : new Rule.HasPart(signal, part, text);
    }

    private static Rule equalsText(JsonObject json, String below, String signal, Signal.Type type, JsonNode value) {
        String text = text(json, below, signal, type, value);
        return text == null ? null : new Rule.IsIn(signal, Set.of(text));
    }

    private static Rule in(JsonObject json, String below, String signal, Signal.Type type, JsonNode value) {
        if (!value.isArray() || value.isEmpty() || value.size() > VALUES_MOST) {
            return json.fault(below, "type", "\"in\" takes a list of 1 to " + VALUES_MOST + " texts.");
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int i = 0; i < value.size(); i++) {
            texts.add(text(json, below + '/' + i, signal, type, value.get(i)));
        }
        return texts.contains(null) ? null : new Rule.IsIn(signal, texts);
    }

    private static String text(JsonObject json, String below, String signal, Signal.Type type, JsonNode value) {
        if (type == Signal.Type.NUMBER) {
            return json.fault(below, "type-mismatch", signal + " is a number: compare it with one.");
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > TEXT_LONGEST) {
            return json.fault(below, "type-mismatch", "A text of 1 to " + TEXT_LONGEST + " characters is needed here.");
        }
        return value.textValue();
    }

    private static Rule compares(
            JsonObject json,
            String below,
            String signal,
            Signal.Type type,
            Rule.Comparison comparison,
            JsonNode value) {
        if (type == Signal.Type.TEXT) {
            return json.fault(
                    below,
                    "type-mismatch",
                    signal + " is a text, not a number: use equals, in, prefix, suffix or contains with a text.");
        }
        if (!value.isNumber()) {
            return json.fault(below, "type-mismatch", "A number is needed here, without quotes.");
        }
        return new Rule.Compares(signal, comparison, value.decimalValue());
    }

    private static String suggestion(String signal) {
        return Closest.to(signal, SIGNALS)
                .map(closest -> " Did you mean \"" + closest + "\"?")
                .orElse(" Those that your own sources send are called \"" + Signal.CUSTOM_PREFIX + "…\".");
    }

    /** The rule as JSON; reading it gives the same rule. */
    static ObjectNode write(Rule rule) {
        ObjectNode json = JSON.objectNode();
        switch (rule) {
            case Rule.All(var rules) -> json.set("all", list(rules));
            case Rule.Any(var rules) -> json.set("any", list(rules));
            case Rule.Not(var inner) -> json.set("not", write(inner));
            case Rule.IsIn(var signal, var values) -> {
                json.put("signal", signal);
                if (values.size() == 1) {
                    json.put("equals", values.iterator().next());
                } else {
                    ArrayNode list = json.putArray("in");
                    new TreeSet<>(values).forEach(list::add);
                }
            }
            case Rule.HasPart(var signal, var part, var text) ->
                json.put("signal", signal).put(nameOf(NAME_TO_PART, part), text);
            case Rule.Compares(var signal, var comparison, var number) ->
                json.put("signal", signal)
                        .put(
                                comparison == Rule.Comparison.EQUALS
                                        ? "equals"
                                        : nameOf(NAME_TO_COMPARISON, comparison),
                                plain(number));
            case Rule.Exists(var signal, var expected) ->
                json.put("signal", signal).put("exists", expected);
        }
        return json;
    }

    private static ArrayNode list(List<Rule> rules) {
        ArrayNode list = JSON.arrayNode();
        rules.forEach(rule -> list.add(write(rule)));
        return list;
    }

    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number;
    }

    private static <T> String nameOf(Map<String, T> nameToValue, T value) {
        return nameToValue.entrySet().stream()
                .filter(entry -> entry.getValue() == value)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
