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
 * {"trait": "gold", "source": "crm", "during": "this week", "zone": "Europe/London"}      also several: "source": ["crm", "erp"]
 * {"trait": "buyer", "occurrence": "last", "exactly": 0, "within": "90 days"}      the last was not in them; also "first"
 * {"under": "/Travel", "atLeast": 3}      any trait in that folder or below; in a sequence also {"withoutUnder": "/Travel"}
 * {"sum": {"trait": "purchase", "source": "crm"}, "atLeast": 129.9, "within": "30 days"}      also "atMost", "between": [1, 9.5]
 * {"event": {"all": [{"signal": "event.name", "equals": "page-view"}, {"signal": "page.path", "prefix": "/pricing"}]}, "atLeast": 2}
 *                                                    also "any", "not"; in a sequence also {"withoutEvent": {…}}
 * {"sequence": [{"trait": "cart"}, {"trait": "checkout", "within": "1 hour"}, {"without": "purchase", "within": "1 day"}],
 *  "within": "7 days"}      how often, and in what time, as of a trait
 * {"attribute": "geo.city", "equals": "London"}      also "in", "prefix", "suffix", "contains", "exists": true;
 *                                                    with numbers "equals", "greaterThan", "atLeast", "lessThan", "atMost", "between": [1, 9]
 * {"attribute": "geo.point", "near": {"km": 25, "latitude": 51.5, "longitude": -0.1}}
 * {"segment": "returning-customers"}
 * {"score": [{"points": 3, "rule": {…}}, {"points": -1, "rule": {…}}], "atLeast": 2}
 * {"sample": "spring", "percent": 10}      also a part: "percent": [10, 12.5]
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
                json.put(Folder.is(trait.id()) ? "under" : "trait", trait.id());
                write(trait.frequency(), json);
                write(trait.recency(), json);
            }
            case Rule.Attribute attribute -> {
                json.put("attribute", attribute.key());
                write(attribute.constraint(), json);
            }
            case Rule.Segment segment -> json.put("segment", segment.id());
            case Rule.Sourced sourced -> {
                write(sourced.observed(), true, json);
                write(sourced.frequency(), json);
                write(sourced.recency(), json);
            }
            case Rule.Endpoint endpoint -> {
                write(endpoint.observed(), true, json);
                json.put("occurrence", endpoint.end() == Rule.Endpoint.End.FIRST ? "first" : "last");
                write(endpoint.inside() ? Frequency.ONCE : Frequency.NEVER, json);
                write(endpoint.recency(), json);
            }
            case Rule.Sum sum -> {
                write(sum.observed(), true, json.putObject("sum"));
                write(sum.amount(), json);
                write(sum.recency(), json);
            }
            case Rule.Sequence sequence -> {
                write(sequence.steps(), json.putArray("sequence"));
                write(sequence.frequency(), json);
                write(sequence.recency(), json);
            }
            case Rule.Sample sample -> {
                json.put("sample", sample.name());
                DecimalNode to = DecimalNode.valueOf(Percent.number(sample.to()));
                if (sample.from() == 0) {
                    json.set("percent", to);
                } else {
                    json.putArray("percent")
                            .add(DecimalNode.valueOf(Percent.number(sample.from())))
                            .add(to);
                }
            }
            case Rule.Score score -> {
                ArrayNode terms = json.putArray("score");
                score.terms()
                        .forEach(term ->
                                terms.addObject().put("points", term.points()).set("rule", write(term.rule())));
                json.put("atLeast", score.atLeast());
            }
        }
        return json;
    }

    private static void write(Observed observed, boolean happens, ObjectNode json) {
        if (observed.event() == null) {
            boolean folder = Folder.is(observed.trait());
            json.put(happens ? folder ? "under" : "trait" : folder ? "withoutUnder" : "without", observed.trait());
        } else {
            json.set(happens ? "event" : "withoutEvent", write(observed.event()));
        }
        switch (observed.sources().size()) {
            case 0 -> {}
            case 1 -> json.put("source", observed.sources().getFirst());
            default -> observed.sources().forEach(json.putArray("source")::add);
        }
    }

    /** A condition on events as the rule of a trait, in the words of profile-service. */
    public static ObjectNode traitRule(EventRule rule) {
        return write(withoutBetween(rule));
    }

    private static EventRule withoutBetween(EventRule rule) {
        return switch (rule) {
            case EventRule.All all ->
                new EventRule.All(
                        all.rules().stream().map(RuleJson::withoutBetween).toList());
            case EventRule.Any any ->
                new EventRule.Any(
                        any.rules().stream().map(RuleJson::withoutBetween).toList());
            case EventRule.Not not -> new EventRule.Not(withoutBetween(not.rule()));
            case EventRule.Signal(String key, Constraint.Between(var low, var high)) ->
                new EventRule.All(List.of(
                        new EventRule.Signal(key, new Constraint.Compare(Constraint.Comparison.AT_LEAST, low)),
                        new EventRule.Signal(key, new Constraint.Compare(Constraint.Comparison.AT_MOST, high))));
            case EventRule.Signal signal -> signal;
        };
    }

    private static ObjectNode write(EventRule rule) {
        ObjectNode json = JSON.objectNode();
        switch (rule) {
            case EventRule.All all -> {
                ArrayNode parts = json.putArray("all");
                all.rules().forEach(part -> parts.add(write(part)));
            }
            case EventRule.Any any -> {
                ArrayNode parts = json.putArray("any");
                any.rules().forEach(part -> parts.add(write(part)));
            }
            case EventRule.Not not -> json.set("not", write(not.rule()));
            case EventRule.Signal signal -> {
                json.put("signal", signal.key());
                write(signal.constraint(), json);
            }
        }
        return json;
    }

    private static void write(Steps steps, ArrayNode json) {
        write(steps.first(), true, json.addObject());
        for (Steps.Next next : steps.then()) {
            ObjectNode step = json.addObject();
            write(next.observed(), next.happens(), step);
            if (next.within() != null) {
                step.put("within", next.within().toString());
            }
        }
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

    private static void write(Amount amount, ObjectNode json) {
        if (amount.max() == Amount.NO_MOST) {
            json.set("atLeast", number(amount.min()));
        } else if (amount.min() == Amount.NO_LEAST) {
            json.set("atMost", number(amount.max()));
        } else {
            json.putArray("between").add(number(amount.min())).add(number(amount.max()));
        }
    }

    private static DecimalNode number(long millionths) {
        return DecimalNode.valueOf(Amount.number(millionths));
    }

    private static void write(Recency recency, ObjectNode json) {
        switch (recency) {
            case Recency.Ever() -> {}
            case Recency.Within(Window window) -> json.put("within", window.toString());
            case Recency.Since(Instant instant) -> json.put("since", instant.toString());
            case Recency.Before(Instant instant) -> json.put("before", instant.toString());
            case Recency.During(Period period, var zone) -> {
                json.put("during", period.current);
                if (!zone.equals(Zones.DEFAULT)) {
                    json.put("zone", zone.getId());
                }
            }
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
            case Constraint.Near(var latitude, var longitude, int km) ->
                json.putObject("near").put("km", km).put("latitude", latitude).put("longitude", longitude);
            case Constraint.Between(var low, var high) ->
                json.putArray("between").add(DecimalNode.valueOf(low)).add(DecimalNode.valueOf(high));
        }
    }
}
