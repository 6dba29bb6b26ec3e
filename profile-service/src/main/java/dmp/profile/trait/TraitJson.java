package dmp.profile.trait;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.ingestion.contract.Signal;
import dmp.profile.access.JsonObject;
import dmp.profile.access.Problem;

/** Traits as JSON, both ways: as the API shows them and as they are stored. */
final class TraitJson {

    private static final int NAME_LONGEST = 200;
    private static final int FOLDER_LONGEST = 500;
    private static final int CODE_LONGEST = 200;
    private static final int SIGNAL_LONGEST = 200;

    /** What an answer says beyond the definition may be sent back, and changes nothing. */
    private static final Set<String> PROPERTIES =
            Set.of("id", "name", "kind", "rule", "source", "code", "folder", "value", "ttl", "version", "archived");

    private TraitJson() {}

    /**
     * The trait that a request defines.
     *
     * @param id the trait's id; null when the request is to say it, or its name
     * @throws Problem with all faults of the request
     */
    static Trait read(JsonNode body, String id) {
        JsonObject json = JsonObject.root(body);
        json.refuseFaulty();
        json.onlyKnown(PROPERTIES);
        String name = json.has("name") || id == null && !json.has("id") ? json.text("name", NAME_LONGEST) : null;
        String ownId = id != null ? json.fixedId(id) : json.id(name);
        String folder = json.has("folder") ? json.text("folder", FOLDER_LONGEST) : "/";
        if (folder != null && !folder.startsWith("/")) {
            json.fault("/folder", "folder", "A folder begins with \"/\".");
        }
        Trait.Origin origin = origin(json);
        String value = json.has("value") ? value(json) : null;
        Duration ttl = json.has("ttl") ? ttl(json) : null;
        json.refuseFaulty();
        return new Trait(ownId, name == null ? ownId : name, folder, origin, value, ttl, false);
    }

    private static Trait.Origin origin(JsonObject json) {
        String kind = json.text("kind", 20);
        if (kind == null) {
            return null;
        }
        return switch (kind) {
            case "rule" -> {
                if (!json.has("rule")) {
                    yield json.fault("/rule", "missing", "Add \"rule\": which events realise the trait?");
                }
                Rule rule = RuleJson.read(json.at("rule"));
                yield rule == null ? null : new Trait.RuleBased(rule);
            }
            case "onboarded" -> {
                String source = json.text("source", CODE_LONGEST);
                String code = json.text("code", CODE_LONGEST);
                yield source == null || code == null ? null : new Trait.Onboarded(source, code);
            }
            default -> json.fault("/kind", "kind", "A trait is of kind \"rule\" or \"onboarded\".");
        };
    }

    private static String value(JsonObject json) {
        String signal = json.text("value", SIGNAL_LONGEST);
        if (signal == null
                || Signal.typeOf(signal)
                        .filter(type -> type != Signal.Type.TEXT)
                        .isPresent()) {
            return signal;
        }
        return json.fault(
                "/value",
                "value",
                "The value of a realisation is a signal with a number, one of a source's own such as \"custom.order_value\".");
    }

    private static Duration ttl(JsonObject json) {
        String text = json.text("ttl", 40);
        if (text == null) {
            return null;
        }
        try {
            Duration ttl = Duration.parse(text);
            if (ttl.isPositive() && ttl.toDays() <= 3_660) {
                return ttl;
            }
        } catch (DateTimeException e) {
            // Falls through to the fault below, which says what is expected.
        }
        return json.fault(
                "/ttl", "ttl", "A time to live is an ISO 8601 duration of up to ten years, such as P30D or PT12H.");
    }

    /** The trait's definition, without what changes around it. */
    static ObjectNode write(Trait trait) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", trait.id()).put("name", trait.name()).put("kind", trait.kind());
        switch (trait.origin()) {
            case Trait.RuleBased(Rule rule) -> json.set("rule", RuleJson.write(rule));
            case Trait.Onboarded(String source, String code) ->
                json.put("source", source).put("code", code);
        }
        json.put("folder", trait.folder());
        if (trait.value() != null) {
            json.put("value", trait.value());
        }
        if (trait.ttl() != null) {
            json.put("ttl", trait.ttl().toString());
        }
        return json;
    }
}
