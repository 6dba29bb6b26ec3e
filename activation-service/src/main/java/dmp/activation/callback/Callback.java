package dmp.activation.callback;

import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.activation.api.Problem;
import dmp.activation.state.Identifier;

/** Something that a network tells. */
sealed interface Callback {

    /**
     * What of a delivery the network has taken.
     *
     * @param failed the parts it has not
     */
    record Acknowledgement(String deliveryId, JsonNode failed) implements Callback {}

    /** How many of the identifiers of a segment the network could match to its own. */
    record Match(String segment, long received, long matched) implements Callback {}

    record OptOut(Identifier identifier) implements Callback {}

    /** An impression or a conversion; kept in the ledger. {@code campaign} may be null. */
    record Observation(String campaign) implements Callback {}

    /** @throws Problem 400 naming what is missing */
    static Callback of(String type, JsonNode body) {
        return switch (type) {
            case "acknowledgement" -> new Acknowledgement(text(body, "deliveryId"), body.path("failed"));
            case "match" -> new Match(text(body, "segment"), count(body, "received"), count(body, "matched"));
            case "opt-out" -> new OptOut(identifier(body));
            case "impression", "conversion" -> {
                identifier(body);
                yield new Observation(
                        body.path("campaign").isTextual()
                                ? body.path("campaign").textValue()
                                : null);
            }
            default ->
                throw Problem.invalid(
                        "/type",
                        "type-unknown",
                        "Types are acknowledgement, match, opt-out, impression and conversion.");
        };
    }

    static String text(JsonNode body, String property) {
        return required(
                        body,
                        property,
                        node -> node.isTextual() && !node.textValue().isBlank(),
                        "a text")
                .textValue();
    }

    private static long count(JsonNode body, String property) {
        return required(body, property, node -> node.isIntegralNumber() && node.longValue() >= 0, "a count")
                .longValue();
    }

    private static Identifier identifier(JsonNode body) {
        try {
            return Identifier.of(text(body, "identifier"));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/identifier", "identifier-invalid", "An identifier is namespace:value.");
        }
    }

    private static JsonNode required(JsonNode body, String property, Predicate<JsonNode> valid, String kind) {
        JsonNode node = body.path(property);
        if (!valid.test(node)) {
            throw Problem.invalid("/" + property, "value-missing", "Send " + kind + '.');
        }
        return node;
    }
}
