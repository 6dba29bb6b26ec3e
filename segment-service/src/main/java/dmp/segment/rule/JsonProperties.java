package dmp.segment.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.rule.Vocabulary.Refusal;

/** What the objects of a rule's JSON form have in common, and what is wrong with them. */
final class JsonProperties {

    private final List<RuleError> errors = new ArrayList<>();

    List<RuleError> errors() {
        return errors;
    }

    Optional<String> text(JsonNode value, String at) {
        return value.isTextual() && value.textValue().length() <= Bounds.VALUE
                ? Optional.of(value.textValue())
                : refuse(at, "rule-type", "This is a text of at most " + Bounds.VALUE + " characters.");
    }

    /** A list of at least one text. */
    Optional<List<String>> texts(JsonNode value, String at) {
        if (!value.isArray() || value.isEmpty() || value.size() > Bounds.VALUES) {
            return refuse(at, "rule-type", "This is a list of 1 to " + Bounds.VALUES + " texts.");
        }
        List<String> values = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            text(value.get(i), at + "/" + i).ifPresent(values::add);
        }
        return values.isEmpty() ? Optional.empty() : Optional.of(values);
    }

    Optional<Integer> whole(JsonNode value, String at, int least, int most) {
        return isWhole(value, least, most)
                ? Optional.of(value.intValue())
                : refuse(at, "rule-number", "This is a whole number from " + least + " to " + most + ".");
    }

    static boolean isWhole(JsonNode value, int least, int most) {
        return value.isIntegralNumber()
                && value.canConvertToInt()
                && value.intValue() >= least
                && value.intValue() <= most;
    }

    Optional<String> reference(JsonNode value, String at, Function<String, Optional<Refusal>> refusing) {
        Optional<String> id = text(value, at);
        id.flatMap(refusing)
                .ifPresent(refusal -> errors.add(
                        new RuleError(at, null, null, refusal.code(), refusal.message(), refusal.suggestion())));
        return id;
    }

    /** The one of these properties that the object has. */
    Optional<String> one(JsonNode json, String at, Set<String> properties, boolean optional) {
        List<String> present = properties.stream().filter(json::has).sorted().toList();
        if (present.size() > 1 || (present.isEmpty() && !optional)) {
            return refuse(at, "rule-ambiguous", "Use one of " + String.join(", ", new TreeSet<>(properties)) + ".");
        }
        return present.stream().findFirst();
    }

    void refuseOthers(JsonNode json, String at, Set<String> known) {
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                unknown(name, at, Similar.to(name, known));
            }
        });
    }

    void unknown(String name, String at, Optional<String> meant) {
        String message = "Unknown property " + name + "."
                + meant.map(word -> " Did you mean " + word + "?").orElse("");
        String pointer = at + "/" + name.replace("~", "~0").replace("/", "~1");
        errors.add(new RuleError(pointer, null, null, "rule-unknown-property", message, meant.orElse(null)));
    }

    <T> Optional<T> refuse(String at, String code, String message) {
        return refuse(at, code, message, null);
    }

    <T> Optional<T> refuse(String at, String code, String message, String suggestion) {
        errors.add(new RuleError(at, null, null, code, message, suggestion));
        return Optional.empty();
    }
}
