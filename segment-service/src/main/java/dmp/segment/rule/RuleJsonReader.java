package dmp.segment.rule;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads a rule's JSON form, see {@link RuleJson}. Goes on after an error, so that all of them are told at once. */
final class RuleJsonReader {

    private static final List<String> KINDS = List.of(
            "all",
            "any",
            "not",
            "trait",
            "under",
            "event",
            "sum",
            "attribute",
            "segment",
            "sequence",
            "score",
            "sample");
    private final Vocabulary vocabulary;
    private final JsonProperties properties = new JsonProperties();
    private final ConstraintJsonReader constraints = new ConstraintJsonReader(properties);
    private final TraitJsonReader traits;

    private RuleJsonReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.traits = new TraitJsonReader(vocabulary, properties, constraints);
    }

    static Rule read(JsonNode json, Vocabulary vocabulary) throws RuleRefused {
        RuleJsonReader reader = new RuleJsonReader(vocabulary);
        JsonProperties properties = reader.properties;
        Rule rule = reader.rule(json, "", 0).orElse(null);
        if (properties.errors().isEmpty()) {
            String excess = Bounds.excess(rule);
            if (excess == null) {
                return rule;
            }
            properties.refuse("", "rule-too-large", excess);
        }
        throw new RuleRefused(properties.errors());
    }

    private Optional<Rule> rule(JsonNode json, String at, int depth) {
        if (depth > Bounds.DEPTH) {
            return properties.refuse(
                    at, "rule-too-large", "The rule is nested deeper than " + Bounds.DEPTH + " levels.");
        }
        if (!json.isObject()) {
            return properties.refuse(at, "rule-type", "A rule is an object such as {\"trait\": \"…\"}, or a text.");
        }
        List<String> kinds = KINDS.stream().filter(json::has).toList();
        if (kinds.size() != 1) {
            return unknownKind(json, at, kinds);
        }
        String kind = kinds.getFirst();
        JsonNode value = json.get(kind);
        String below = at + "/" + kind;
        return switch (kind) {
            case "all" ->
                rules(value, below, depth, json, at)
                        .map(rules -> rules.size() == 1 ? rules.getFirst() : new Rule.All(rules));
            case "any" ->
                rules(value, below, depth, json, at)
                        .map(rules -> rules.size() == 1 ? rules.getFirst() : new Rule.Any(rules));
            case "not" -> {
                properties.refuseOthers(json, at, Set.of(kind));
                yield rule(value, below, depth + 1).map(Rule.Not::new);
            }
            case "trait", "under", "event" -> traits.trait(json, at, kind);
            case "sum" -> traits.sum(json, at);
            case "sequence" -> traits.sequence(json, at);
            case "attribute" -> attribute(json, at);
            case "segment" -> {
                properties.refuseOthers(json, at, Set.of(kind));
                yield properties
                        .reference(value, below, vocabulary::refuseSegment)
                        .map(Rule.Segment::new);
            }
            case "score" -> score(value, below, depth, json, at);
            case "sample" -> sample(json, at);
            default -> throw new IllegalStateException(kind);
        };
    }

    private Optional<Rule> unknownKind(JsonNode json, String at, List<String> kinds) {
        if (!kinds.isEmpty()) {
            return properties.refuse(
                    at, "rule-ambiguous", "An object has one of " + String.join(", ", kinds) + ", not all.");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Optional<String> meant = Similar.to(name, KINDS);
            if (meant.isPresent()) {
                properties.unknown(name, at, meant);
                return Optional.empty();
            }
        }
        return properties.refuse(at, "rule-syntax", "A rule has one of " + String.join(", ", KINDS) + ".");
    }

    private Optional<List<Rule>> rules(JsonNode value, String below, int depth, JsonNode json, String at) {
        properties.refuseOthers(json, at, Set.of("all", "any"));
        if (!isList(value, below, "rules")) {
            return Optional.empty();
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            rule(value.get(i), below + "/" + i, depth + 1).ifPresent(rules::add);
        }
        return rules.isEmpty() ? Optional.empty() : Optional.of(rules);
    }

    private boolean isList(JsonNode value, String at, String of) {
        if (!value.isArray() || value.isEmpty()) {
            properties.refuse(at, "rule-type", "This is a list of one or more " + of + ".");
            return false;
        }
        if (value.size() > Bounds.NODES) {
            properties.refuse(at, "rule-too-large", "A rule has at most " + Bounds.NODES + " conditions.");
            return false;
        }
        return true;
    }

    private Optional<Rule> score(JsonNode value, String below, int depth, JsonNode json, String at) {
        properties.refuseOthers(json, at, Set.of("score", "atLeast"));
        if (!isList(value, below, "terms")) {
            return Optional.empty();
        }
        List<Rule.Score.Term> terms = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            term(value.get(i), below + "/" + i, depth + 1).ifPresent(terms::add);
        }
        if (!json.has("atLeast")) {
            return properties.refuse(at, "rule-syntax", "Say \"atLeast\" how many points.");
        }
        int most = Bounds.POINTS * Bounds.NODES;
        Optional<Integer> atLeast = properties.whole(json.get("atLeast"), at + "/atLeast", -most, most);
        if (atLeast.isEmpty() || terms.size() < value.size()) {
            return Optional.empty();
        }
        String pointless = Scores.pointless(terms, atLeast.get());
        return pointless == null
                ? Optional.of(new Rule.Score(terms, atLeast.get()))
                : properties.refuse(at + "/atLeast", "rule-range", pointless);
    }

    private Optional<Rule.Score.Term> term(JsonNode json, String at, int depth) {
        if (!json.isObject() || !json.has("points") || !json.has("rule")) {
            return properties.refuse(at, "rule-type", "A term is an object {\"points\": …, \"rule\": {…}}.");
        }
        properties.refuseOthers(json, at, Set.of("points", "rule"));
        Optional<Integer> points = properties.whole(json.get("points"), at + "/points", -Bounds.POINTS, Bounds.POINTS);
        if (points.equals(Optional.of(0))) {
            points = properties.refuse(at + "/points", "rule-number", "With 0 points it counts nothing: leave it out.");
        }
        Optional<Rule> rule = rule(json.get("rule"), at + "/rule", depth);
        return points.isPresent() && rule.isPresent()
                ? Optional.of(new Rule.Score.Term(rule.get(), points.get()))
                : Optional.empty();
    }

    private Optional<Rule> sample(JsonNode json, String at) {
        properties.refuseOthers(json, at, Set.of("sample", "percent"));
        Optional<String> name = properties.text(json.get("sample"), at + "/sample");
        JsonNode percent = json.path("percent");
        boolean isPart = percent.isArray() && percent.size() == 2;
        Optional<Integer> from = isPart ? percent(percent.get(0)) : Optional.of(0);
        Optional<Integer> to = percent(isPart ? percent.get(1) : percent);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()
                || to.isEmpty()
                || to.get() <= from.get()
                || name.get().isBlank()) {
            return properties.refuse(
                    at + "/percent",
                    "rule-range",
                    "Write a percentage such as 10, or a part such as [10, 12.5], and the name of the drawing.");
        }
        return Optional.of(new Rule.Sample(name.get(), from.get(), to.get()));
    }

    private static Optional<Integer> percent(JsonNode value) {
        // The scale is looked at first: 1e-999999999 must not be written out.
        return value.isNumber()
                        && Double.isFinite(value.doubleValue())
                        && Math.abs(value.decimalValue().scale()) <= 30
                ? Percent.parse(Numbers.normalised(value.decimalValue()).toPlainString())
                : Optional.empty();
    }

    private Optional<Rule> attribute(JsonNode json, String at) {
        properties.refuseOthers(json, at, ConstraintJsonReader.with("attribute"));
        Optional<String> key =
                properties.reference(json.get("attribute"), at + "/attribute", vocabulary::refuseAttribute);
        Optional<Constraint> constraint = constraints.constraint(json, at);
        return key.isPresent() && constraint.isPresent()
                ? Optional.of(new Rule.Attribute(key.get(), constraint.get()))
                : Optional.empty();
    }
}
