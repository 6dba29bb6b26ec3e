package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;

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
        return list(property, "texts", "Give a text.", JsonNode::isTextual, JsonNode::asText);
    }

    /** The whole numbers of a list; none when it is absent. */
    List<Integer> numbers(String property) {
        return list(property, "whole numbers", "Give a whole number.", Body::isWhole, JsonNode::asInt);
    }

    private <T> List<T> list(
            String property, String what, String request, Predicate<JsonNode> fits, Function<JsonNode, T> value) {
        List<T> list = new ArrayList<>();
        JsonNode values = json.path(property);
        if (!values.isMissingNode() && !values.isArray()) {
            error(property, "type", property + " is a list of " + what + '.');
        }
        for (int i = 0; i < values.size(); i++) {
            if (!fits.test(values.get(i))) {
                error(property + "/" + i, "type", request);
            }
            list.add(value.apply(values.get(i)));
        }
        return list;
    }

    private static boolean isWhole(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToInt();
    }

    /** A whole number of at least so much; null when it is absent. */
    Integer number(String property, int least) {
        if (!json.hasNonNull(property)) {
            return null;
        }
        JsonNode value = json.get(property);
        if (!isWhole(value) || value.intValue() < least) {
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
