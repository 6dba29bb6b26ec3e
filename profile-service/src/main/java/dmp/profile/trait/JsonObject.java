package dmp.profile.trait;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.profile.access.Problem.Fault;

/** A JSON object in a request, read strictly: every fault is collected with its pointer. For one thread. */
record JsonObject(JsonNode node, String pointer, List<Fault> faults) {

    static JsonObject root(JsonNode body) {
        JsonObject root = new JsonObject(body, "", new ArrayList<>());
        if (body == null || !body.isObject()) {
            root.fault("", "type", "Send a JSON object.");
        }
        return root;
    }

    JsonObject at(String name) {
        return new JsonObject(node.get(name), pointer + '/' + name, faults);
    }

    JsonObject at(int index) {
        return new JsonObject(node.get(index), pointer + '/' + index, faults);
    }

    boolean has(String name) {
        return node != null && node.hasNonNull(name);
    }

    /** The text of a property; null, and a fault, when it is missing or no text or too long. */
    String text(String name, int longest) {
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

    void onlyKnown(Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                String closest = Closest.to(name, known)
                        .map(other -> " Did you mean \"" + other + "\"?")
                        .orElse("");
                fault('/' + escaped(name), "unknown-property", "There is no property of this name here." + closest);
            }
        });
    }

    /** Notes a fault below this object. Answers null, so that it can stand for the value that could not be read. */
    <T> T fault(String below, String code, String message) {
        faults.add(new Fault(pointer + below, code, message));
        return null;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
