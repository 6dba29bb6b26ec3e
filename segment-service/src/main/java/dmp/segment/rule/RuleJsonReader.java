package dmp.segment.rule;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.rule.Vocabulary.Refusal;

/** Reads a rule's JSON form, see {@link RuleJson}. Goes on after an error, so that all of them are told at once. */
final class RuleJsonReader {

    private static final List<String> KINDS = List.of("all", "any", "not", "trait", "attribute", "segment");
    private static final Set<String> FREQUENCIES = Set.of("atLeast", "atMost", "exactly", "between");
    private static final Set<String> RECENCIES = Set.of("within", "since", "before");
    private static final Set<String> CONSTRAINTS = Set.of(
            "equals", "in", "prefix", "suffix", "contains", "exists", "greaterThan", "atLeast", "lessThan", "atMost");

    private final Vocabulary vocabulary;
    private final List<RuleError> errors = new ArrayList<>();

    private RuleJsonReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    static Rule read(JsonNode json, Vocabulary vocabulary) throws RuleRefused {
        RuleJsonReader reader = new RuleJsonReader(vocabulary);
        Rule rule = reader.rule(json, "", 0).orElse(null);
        if (reader.errors.isEmpty()) {
            String excess = Bounds.excess(rule);
            if (excess == null) {
                return rule;
            }
            reader.refuse("", "rule-too-large", excess);
        }
        throw new RuleRefused(reader.errors);
    }

    private Optional<Rule> rule(JsonNode json, String at, int depth) {
        if (depth > Bounds.DEPTH) {
            return refuse(at, "rule-too-large", "The rule is nested deeper than " + Bounds.DEPTH + " levels.");
        }
        if (!json.isObject()) {
            return refuse(at, "rule-type", "A rule is an object such as {\"trait\": \"…\"}, or a text.");
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
                refuseOthers(json, at, Set.of(kind));
                yield rule(value, below, depth + 1).map(Rule.Not::new);
            }
            case "trait" -> trait(json, at);
            case "attribute" -> attribute(json, at);
            case "segment" -> {
                refuseOthers(json, at, Set.of(kind));
                yield reference(value, below, vocabulary::refuseSegment).map(Rule.Segment::new);
            }
            default -> throw new IllegalStateException(kind);
        };
    }

    private Optional<Rule> unknownKind(JsonNode json, String at, List<String> kinds) {
        if (!kinds.isEmpty()) {
            return refuse(at, "rule-ambiguous", "An object has one of " + String.join(", ", kinds) + ", not all.");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Optional<String> meant = Similar.to(name, KINDS);
            if (meant.isPresent()) {
                String message = "Unknown property " + name + ". Did you mean " + meant.get() + "?";
                errors.add(new RuleError(
                        at + "/" + escape(name), null, null, "rule-unknown-property", message, meant.get()));
                return Optional.empty();
            }
        }
        return refuse(at, "rule-syntax", "A rule has one of " + String.join(", ", KINDS) + ".");
    }

    private Optional<List<Rule>> rules(JsonNode value, String below, int depth, JsonNode json, String at) {
        refuseOthers(json, at, Set.of("all", "any"));
        if (!value.isArray() || value.isEmpty()) {
            return refuse(below, "rule-type", "This is a list of one or more rules.");
        }
        if (value.size() > Bounds.NODES) {
            return refuse(below, "rule-too-large", "A rule has at most " + Bounds.NODES + " conditions.");
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            rule(value.get(i), below + "/" + i, depth + 1).ifPresent(rules::add);
        }
        return rules.isEmpty() ? Optional.empty() : Optional.of(rules);
    }

    private Optional<Rule> trait(JsonNode json, String at) {
        Set<String> known = new TreeSet<>(FREQUENCIES);
        known.addAll(RECENCIES);
        known.add("trait");
        refuseOthers(json, at, known);
        Optional<String> id = reference(json.get("trait"), at + "/trait", vocabulary::refuseTrait);
        Optional<Frequency> frequency = one(json, at, FREQUENCIES, true)
                .map(property -> frequency(property, json.get(property), at + "/" + property))
                .orElse(Optional.of(Frequency.ONCE));
        Optional<Recency> recency = one(json, at, RECENCIES, true)
                .map(property -> recency(property, json.get(property), at + "/" + property))
                .orElse(Optional.of(Recency.EVER));
        return id.isPresent() && frequency.isPresent() && recency.isPresent()
                ? Optional.of(new Rule.Trait(id.get(), frequency.get(), recency.get()))
                : Optional.empty();
    }

    private Optional<Frequency> frequency(String property, JsonNode value, String at) {
        if (property.equals("between")) {
            if (!value.isArray()
                    || value.size() != 2
                    || !isCount(value.get(0))
                    || !isCount(value.get(1))
                    || value.get(0).intValue() > value.get(1).intValue()) {
                return refuse(at, "rule-range", "Write [least, most] with two whole numbers.");
            }
            return Optional.of(
                    new Frequency(value.get(0).intValue(), value.get(1).intValue()));
        }
        if (!isCount(value)) {
            return refuse(at, "rule-number", "This is a whole number from 0 to " + Bounds.TIMES + ".");
        }
        int times = value.intValue();
        return switch (property) {
            case "exactly" -> Optional.of(Frequency.exactly(times));
            case "atMost" -> Optional.of(Frequency.atMost(times));
            default ->
                times == 0
                        ? refuse(at, "rule-always-true", "At least 0 times always holds: leave the condition out.")
                        : Optional.of(Frequency.atLeast(times));
        };
    }

    private static boolean isCount(JsonNode value) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= 0
                && value.intValue() <= Bounds.TIMES;
    }

    private Optional<Recency> recency(String property, JsonNode value, String at) {
        if (property.equals("within")) {
            return window(value.asText())
                    .<Recency>map(Recency.Within::new)
                    .or(() -> refuse(
                            at, "rule-window", "Write a window between 1 second and 10 years such as \"30 days\"."));
        }
        try {
            Instant instant = Instants.parse(value.asText());
            return Optional.of(property.equals("since") ? new Recency.Since(instant) : new Recency.Before(instant));
        } catch (DateTimeException _) {
            return refuse(at, "rule-instant", "Write an instant in whole seconds such as \"2026-12-01T09:00:00Z\".");
        }
    }

    private static Optional<Window> window(String text) {
        String[] words = text.split(" ", -1);
        if (words.length != 2 || !words[0].matches("[0-9]{1,9}")) {
            return Optional.empty();
        }
        try {
            return Window.Unit.named(words[1]).map(unit -> new Window(Integer.parseInt(words[0]), unit));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<Rule> attribute(JsonNode json, String at) {
        Set<String> known = new TreeSet<>(CONSTRAINTS);
        known.add("attribute");
        refuseOthers(json, at, known);
        Optional<String> key = reference(json.get("attribute"), at + "/attribute", vocabulary::refuseAttribute);
        Optional<Constraint> constraint = one(json, at, CONSTRAINTS, false)
                .flatMap(property -> constraint(property, json.get(property), at + "/" + property));
        return key.isPresent() && constraint.isPresent()
                ? Optional.of(new Rule.Attribute(key.get(), constraint.get()))
                : Optional.empty();
    }

    private Optional<Constraint> constraint(String property, JsonNode value, String at) {
        return switch (property) {
            case "exists" ->
                value.isBoolean() && value.booleanValue()
                        ? Optional.of(new Constraint.Exists())
                        : refuse(at, "rule-type", "Write true. For the opposite put the condition into \"not\".");
            case "in" -> values(value, at).map(Constraint.In::new);
            case "prefix" -> text(value, at).map(Constraint.Prefix::new);
            case "suffix" -> text(value, at).map(Constraint.Suffix::new);
            case "contains" -> text(value, at).map(Constraint.Contains::new);
            case "equals" ->
                value.isNumber() ? number(property, value, at) : text(value, at).map(Constraint.Equals::new);
            default -> number(property, value, at);
        };
    }

    private Optional<Constraint> number(String property, JsonNode value, String at) {
        for (Constraint.Comparison comparison : Constraint.Comparison.values()) {
            if (comparison.property.equals(property) && value.isNumber() && Double.isFinite(value.doubleValue())) {
                BigDecimal number = value.decimalValue();
                // The scale is looked at first: 1e999999999 must not be written out.
                if (Math.abs(number.scale()) <= 30
                        && Numbers.parse(number.toPlainString()).isPresent()) {
                    return Optional.of(new Constraint.Compare(comparison, number));
                }
            }
        }
        return refuse(at, "rule-number", "This is a number of at most 30 digits before and after the point.");
    }

    private Optional<List<String>> values(JsonNode value, String at) {
        if (!value.isArray() || value.isEmpty() || value.size() > Bounds.VALUES) {
            return refuse(at, "rule-type", "This is a list of 1 to " + Bounds.VALUES + " texts.");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            text(value.get(i), at + "/" + i).ifPresent(values::add);
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    private Optional<String> text(JsonNode value, String at) {
        return value.isTextual() && value.textValue().length() <= Bounds.VALUE
                ? Optional.of(value.textValue())
                : refuse(at, "rule-type", "This is a text of at most " + Bounds.VALUE + " characters.");
    }

    private Optional<String> reference(JsonNode value, String at, Function<String, Optional<Refusal>> refusing) {
        Optional<String> id = text(value, at);
        id.flatMap(refusing)
                .ifPresent(refusal -> errors.add(
                        new RuleError(at, null, null, refusal.code(), refusal.message(), refusal.suggestion())));
        return id;
    }

    /** The one of these properties that the object has. */
    private Optional<String> one(JsonNode json, String at, Set<String> properties, boolean optional) {
        List<String> present = properties.stream().filter(json::has).sorted().toList();
        if (present.size() > 1 || (present.isEmpty() && !optional)) {
            return refuse(at, "rule-ambiguous", "Use one of " + String.join(", ", new TreeSet<>(properties)) + ".");
        }
        return present.stream().findFirst();
    }

    private void refuseOthers(JsonNode json, String at, Set<String> known) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String meant = Similar.to(name, known).orElse(null);
                String message =
                        "Unknown property " + name + "." + (meant == null ? "" : " Did you mean " + meant + "?");
                errors.add(new RuleError(at + "/" + escape(name), null, null, "rule-unknown-property", message, meant));
            }
        });
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private <T> Optional<T> refuse(String at, String code, String message) {
        errors.add(new RuleError(at, null, null, code, message, null));
        return Optional.empty();
    }
}
