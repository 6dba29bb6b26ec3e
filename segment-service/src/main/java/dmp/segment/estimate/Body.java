package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.api.Refusal;
import dmp.segment.definition.SegmentDraft;

/** A JSON object in a request, read strictly: every error is collected with its pointer. For one thread. */
record Body(JsonNode json, String pointer, List<Refusal.Error> errors) {

    /** @throws Refusal 400 when it is no object */
    static Body of(JsonNode json, List<String> properties) {
        if (json == null || !json.isObject()) {
            throw Refusal.invalid(List.of(new Refusal.Error("", "type", "Send a JSON object.")));
        }
        Body body = new Body(json, "", new ArrayList<>());
        SegmentDraft.refuseUnknown(json, body.pointer, properties, body.errors);
        return body;
    }

    /** An object in this one; an empty one, and an error, when there is none. */
    Body object(String property, List<String> properties) {
        JsonNode inner = json.path(property);
        if (!inner.isObject()) {
            error(property, "missing", "Add \"" + property + "\", an object.");
        }
        Body body = new Body(inner, pointer + '/' + property, errors);
        SegmentDraft.refuseUnknown(inner, body.pointer, properties, errors);
        return body;
    }

    /** The texts of a list; none when it is absent. */
    List<String> texts(String property) {
        List<String> texts = new ArrayList<>();
        JsonNode values = json.path(property);
        if (!values.isMissingNode() && !values.isArray()) {
            error(property, "type", property + " is a list of texts.");
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isTextual()) {
                error(property + "/" + i, "type", "Give a text.");
            }
            texts.add(values.get(i).asText());
        }
        return texts;
    }

    /** The whole numbers of a list; none when it is absent. */
    List<Integer> numbers(String property) {
        List<Integer> numbers = new ArrayList<>();
        JsonNode values = json.path(property);
        if (!values.isMissingNode() && !values.isArray()) {
            error(property, "type", property + " is a list of whole numbers.");
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isIntegralNumber() || !values.get(i).canConvertToInt()) {
                error(property + "/" + i, "type", "Give a whole number.");
            }
            numbers.add(values.get(i).asInt());
        }
        return numbers;
    }

    /** A whole number of at least so much; null when it is absent. */
    Integer number(String property, int least) {
        if (!json.hasNonNull(property)) {
            return null;
        }
        JsonNode value = json.get(property);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
            error(property, "range", property + " is a whole number of at least " + least + '.');
        }
        return value.intValue();
    }

    /** The seed by which identifiers are drawn: that of an earlier answer, or a new one. */
    long seed() {
        JsonNode seed = json.path("seed");
        if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
            error("seed", "type", "seed is a whole number, from an earlier answer.");
        }
        return seed.asLong(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
    }

    void error(String property, String code, String message) {
        errors.add(new Refusal.Error(pointer + '/' + property, code, message));
    }

    /** @throws Refusal 400 when there are errors */
    void refuse() {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }
}
