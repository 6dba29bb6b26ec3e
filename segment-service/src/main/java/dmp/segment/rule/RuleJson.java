package dmp.segment.rule;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON face of a rule:
 *
 * <pre>
 * {"all": […]}  {"any": […]}  {"not": {…}}
 * {"trait": "pricing-visitor", "atLeast": 2, "within": "30 days"}
 * {"trait": "gold", "between": [1, 3], "since": "2026-12-01T00:00:00Z"}      also "atMost", "exactly", "before"
 * {"attribute": "geo.city", "equals": "London"}      also "in", "prefix", "suffix", "contains", "exists": true;
 *                                                    with numbers "equals", "greaterThan", "atLeast", "lessThan", "atMost"
 * {"segment": "returning-customers"}
 * </pre>
 */
public final class RuleJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RuleJson() {}

    /** @throws RuleRefused with every error that was found and the JSON pointer of its place */
    public static Rule read(JsonNode json, Vocabulary vocabulary) throws RuleRefused {
        return RuleJsonReader.read(json, vocabulary);
    }

    public static ObjectNode write(Rule rule) {
        ObjectNode json = JSON.objectNode();
        switch (rule) {
            case Rule.All all -> json.set("all", array(all.rules()));
            case Rule.Any any -> json.set("any", array(any.rules()));
            case Rule.Not not -> json.set("not", write(not.rule()));
            case Rule.Trait trait -> {
                json.put("trait", trait.id());
                write(trait.frequency(), json);
                write(trait.recency(), json);
            }
            case Rule.Attribute attribute -> {
                json.put("attribute", attribute.key());
                write(attribute.constraint(), json);
            }
            case Rule.Segment segment -> json.put("segment", segment.id());
        }
        return json;
    }

    private static ArrayNode array(List<Rule> rules) {
        ArrayNode array = JSON.arrayNode();
        rules.forEach(rule -> array.add(write(rule)));
        return array;
    }

    private static void write(Frequency frequency, ObjectNode json) {
        if (frequency.equals(Frequency.ONCE)) {
            return;
        }
        if (frequency.max() == Frequency.UNBOUNDED) {
            json.put("atLeast", frequency.min());
        } else if (frequency.min() == frequency.max()) {
            json.put("exactly", frequency.min());
        } else if (frequency.min() == 0) {
            json.put("atMost", frequency.max());
        } else {
            json.putArray("between").add(frequency.min()).add(frequency.max());
        }
    }

    private static void write(Recency recency, ObjectNode json) {
        switch (recency) {
            case Recency.Ever() -> {}
            case Recency.Within(Window window) -> json.put("within", window.toString());
            case Recency.Since(Instant instant) -> json.put("since", instant.toString());
            case Recency.Before(Instant instant) -> json.put("before", instant.toString());
        }
    }

    private static void write(Constraint constraint, ObjectNode json) {
        switch (constraint) {
            case Constraint.Exists() -> json.put("exists", true);
            case Constraint.Equals(String value) -> json.put("equals", value);
            case Constraint.In(List<String> values) -> values.forEach(json.putArray("in")::add);
            case Constraint.Prefix(String value) -> json.put("prefix", value);
            case Constraint.Suffix(String value) -> json.put("suffix", value);
            case Constraint.Contains(String value) -> json.put("contains", value);
            case Constraint.Compare(Constraint.Comparison comparison, var number) ->
                json.set(comparison.property, DecimalNode.valueOf(number));
        }
    }
}
