package dmp.segment.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import software.amazon.event.ruler.GenericMachine;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;

/**
 * The same rules in <a href="https://github.com/aws/event-ruler">AWS Event Ruler</a>, which matches JSON events. It is told as
 * much beforehand as it can use: a set is an array, a recency the age of the last occurrence in seconds, a frequency a count,
 * and an event is parsed already. A disjunction becomes several rules of the same name, as its own {@code $or} does.
 */
final class EventRuler {

    private static final String MISSING = "{\"exists\": false}";

    private final GenericMachine<Integer> machine = new GenericMachine<>();

    /** Members of sets that a rule asks not to be there, which arrays cannot be asked: they are fields of their own. */
    private final Set<String> absent = new HashSet<>();

    EventRuler(List<SegmentRule> segments) {
        for (int i = 0; i < segments.size(); i++) {
            for (Map<String, String> fieldToPatterns :
                    conjunctions(segments.get(i).rule(), false)) {
                try {
                    machine.addRule(i, json(fieldToPatterns));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The numbers of the rules that hold, in no order. */
    List<Integer> match(JsonNode event) {
        return machine.rulesForJSONEvent(event);
    }

    JsonNode event(Profiles.Plain profile) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        profile.keyToValue().forEach((key, value) -> {
            if (Character.isDigit(value.charAt(0))) {
                event.put(field(key), Integer.parseInt(value));
            } else {
                event.put(field(key), value);
            }
        });
        profile.traitToOccurrences().forEach((trait, at) -> {
            if (Attributes.isMember(trait)) {
                event.withArray("/" + set(trait)).add(trait);
                if (absent.contains(trait)) {
                    event.put(trait, true);
                }
            } else if (Attributes.isFrequency(trait)) {
                event.put(trait, at.length);
            } else {
                event.put(trait, Attributes.NOW - at[at.length - 1]);
            }
        });
        return event;
    }

    private static String json(Map<String, String> fieldToPatterns) {
        return fieldToPatterns.entrySet().stream()
                .map(entry -> "\"%s\": [%s]".formatted(entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The rule, or its negation, as conjunctions of which one must hold. */
    private List<Map<String, String>> conjunctions(Rule rule, boolean negated) {
        return switch (rule) {
            case Rule.Not(Rule part) -> conjunctions(part, !negated);
            case Rule.All(List<Rule> parts)
            when !negated -> {
                Map<String, String> range = range(parts);
                yield range == null ? product(parts) : List.of(range);
            }
            case Rule.Any(List<Rule> parts) when negated -> List.of(none(parts));
            case Rule.Any(List<Rule> parts)
            when areOfOneSet(parts) ->
                List.of(Map.of(
                        set(((Rule.Trait) parts.getFirst()).id()),
                        parts.stream()
                                .map(part -> quoted(((Rule.Trait) part).id()))
                                .distinct()
                                .collect(Collectors.joining(", "))));
            case Rule.Any(List<Rule> parts) ->
                parts.stream()
                        .flatMap(part -> conjunctions(part, false).stream())
                        .toList();
            case Rule.Trait trait
            when isMember(trait) ->
                List.of(negated ? none(List.of(trait)) : Map.of(set(trait.id()), quoted(trait.id())));
            case Rule.Trait(String id, Frequency frequency, Recency.Ever())
            when !negated -> List.of(Map.of(id, numeric(">=", frequency.min())));
            case Rule.Trait(String id, Frequency _, Recency.Within(var window)) ->
                List.of(Map.of(
                        id,
                        negated ? numeric(">=", window.seconds()) + ", " + MISSING : numeric("<", window.seconds())));
            case Rule.Attribute(String key, Constraint.Equals(String value)) -> texts(key, List.of(value), negated);
            case Rule.Attribute(String key, Constraint.In(List<String> values)) -> texts(key, values, negated);
            case Rule.All _, Rule.Trait _, Rule.Attribute _, Rule.Segment _, Rule.Sourced _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
            case Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
        };
    }

    private List<Map<String, String>> product(List<Rule> parts) {
        List<Map<String, String>> product = List.of(Map.of());
        for (Rule part : parts) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> more : conjunctions(part, false)) {
                for (Map<String, String> some : product) {
                    Map<String, String> both = new TreeMap<>(some);
                    both.putAll(more);
                    longer.add(both);
                }
            }
            product = longer;
        }
        return product;
    }

    private Map<String, String> none(List<Rule> members) {
        Map<String, String> fieldToPatterns = new TreeMap<>();
        for (Rule member : members) {
            String id = ((Rule.Trait) member).id();
            absent.add(id);
            fieldToPatterns.put(id, MISSING);
        }
        return fieldToPatterns;
    }

    private static List<Map<String, String>> texts(String key, List<String> values, boolean negated) {
        String quoted = values.stream().map(EventRuler::quoted).distinct().collect(Collectors.joining(", "));
        return List.of(
                Map.of(field(key), negated ? "{\"anything-but\": [%s]}, %s".formatted(quoted, MISSING) : quoted));
    }

    /** Both bounds of a number in one pattern; null when the parts are something else. */
    private static Map<String, String> range(List<Rule> parts) {
        return parts.size() == 2
                        && parts.getFirst() instanceof Rule.Attribute(String key, Constraint.Compare(var _, var from))
                        && parts.getLast() instanceof Rule.Attribute(String same, Constraint.Compare(var _, var to))
                        && key.equals(same)
                ? Map.of(field(key), "{\"numeric\": [\">=\", %s, \"<=\", %s]}".formatted(from, to))
                : null;
    }

    private static String numeric(String comparison, long with) {
        return "{\"numeric\": [\"%s\", %d]}".formatted(comparison, with);
    }

    private static boolean areOfOneSet(List<Rule> parts) {
        return parts.stream().allMatch(EventRuler::isMember)
                && parts.stream()
                                .map(part -> set(((Rule.Trait) part).id()))
                                .distinct()
                                .count()
                        == 1;
    }

    private static boolean isMember(Rule rule) {
        return rule instanceof Rule.Trait trait && Attributes.isMember(trait.id());
    }

    /** A dot would be a field within a field. */
    private static String field(String key) {
        return key.replace('.', '_');
    }

    private static String set(String member) {
        return member.substring(0, member.indexOf('-'));
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }
}
