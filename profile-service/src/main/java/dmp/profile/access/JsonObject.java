package dmp.profile.access;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.profile.access.Problem.Fault;

/** A JSON object in a request, read strictly: every fault is collected with its pointer. For one thread. */
public record JsonObject(JsonNode node, String pointer, List<Fault> faults) {

    /** What ids of definitions look like. */
    public static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public static JsonObject root(JsonNode body) {
        JsonObject root = new JsonObject(body, "", new ArrayList<>());
        if (body == null || !body.isObject()) {
            root.fault("", "type", "Send a JSON object.");
        }
        return root;
    }

    public JsonObject at(String name) {
        return new JsonObject(node.get(name), pointer + '/' + name, faults);
    }

    public JsonObject at(int index) {
        return new JsonObject(node.get(index), pointer + '/' + index, faults);
    }

    public boolean has(String name) {
        return node != null && node.hasNonNull(name);
    }

    /** The text of a property; null, and a fault, when it is missing or no text or too long. */
    public String text(String name, int longest) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return fault('/' + name, "missing", "Add \"" + name + "\".");
        }
        if (!value.isTextual()
                || value.textValue().isEmpty()
                || value.textValue().length() > longest) {
            return fault('/' + name, "type", "\"" + name + "\" must be a text of 1 to " + longest + " characters.");
        }
        return value.textValue();
    }

    /** The texts of a list, each once; none when it is absent, and a fault when it is something else. */
    public List<String> texts(String name, int most, int longest) {
        return list(
                name,
                most,
                value -> value.isTextual()
                        && !value.textValue().isBlank()
                        && value.textValue().length() <= longest,
                JsonNode::textValue,
                "texts of 1 to " + longest + " characters");
    }

    /** The whole numbers of a list, likewise. */
    public List<Integer> numbers(String name, int most) {
        return list(
                name,
                most,
                value -> value.isIntegralNumber() && value.canConvertToInt(),
                JsonNode::intValue,
                "whole numbers");
    }

    private <T> List<T> list(
            String name, int most, Predicate<JsonNode> fits, Function<JsonNode, T> value, String what) {
        if (!has(name)) {
            return List.of();
        }
        JsonNode list = node.get(name);
        if (!list.isArray() || list.size() > most || !list.valueStream().allMatch(fits)) {
            fault('/' + name, "type", "\"" + name + "\" must be a list of at most " + most + ' ' + what + '.');
            return List.of();
        }
        return list.valueStream().map(value).distinct().toList();
    }

    /** A whole number within bounds; null, and a fault, when it is none. */
    public Integer number(String name, int least, int most) {
        JsonNode value = node.get(name);
        return value.isIntegralNumber()
                        && value.canConvertToInt()
                        && value.intValue() >= least
                        && value.intValue() <= most
                ? (Integer) value.intValue()
                : fault(
                        '/' + name,
                        "range",
                        "\"" + name + "\" must be a whole number from " + least + " to " + most + '.');
    }

    public void onlyKnown(Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String closest = Closest.to(name, known)
                        .map(other -> " Did you mean \"" + other + "\"?")
                        .orElse("");
                fault('/' + escaped(name), "unknown-property", "There is no property of this name here." + closest);
            }
        });
    }

    /**
     * The id that the object says, or one made from its name.
     *
     * @param name null when it has none, or none that is right
     * @return null, and perhaps a fault, when there is none
     */
    public String id(String name) {
        if (!has("id")) {
            return name == null ? null : slug(name);
        }
        String id = text("id", 63);
        return id == null || ID.matcher(id).matches()
                ? id
                : fault(
                        "/id",
                        "id",
                        "An id has 1 to 63 lower-case letters, digits and hyphens, and does not begin with a hyphen.");
    }

    private String slug(String name) {
        String slug = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        String id = slug.substring(0, Math.min(63, slug.length()));
        return ID.matcher(id).matches() ? id : fault("/id", "missing", "No id can be made from this name: add \"id\".");
    }

    /** The id that a path names already: the object may repeat it, but not say another. */
    public String fixedId(String id) {
        if (has("id") && !node.get("id").asText().equals(id)) {
            fault("/id", "id-fixed", "The id cannot be changed. Leave it out, or say \"" + id + "\".");
        }
        return id;
    }

    /** @throws Problem 400 with all faults noted, if there are any */
    public void refuseFaulty() {
        if (!faults.isEmpty()) {
            throw Problem.invalid(faults);
        }
    }

    /** Notes a fault below this object. Answers null, so that it can stand for the value that could not be read. */
    public <T> T fault(String below, String code, String message) {
        faults.add(new Fault(pointer + below, code, message));
        return null;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
