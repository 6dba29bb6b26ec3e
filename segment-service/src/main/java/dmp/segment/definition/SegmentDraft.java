package dmp.segment.definition;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.segment.api.Refusal;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.rule.Similar;

/**
 * What a request wants a segment to be. Checked but for its rule, which needs to know what else there is.
 *
 * @param id null when the request names none and none can be made from the name
 */
public record SegmentDraft(String id, String name, WrittenRule rule, String mergePolicy) {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final int LONGEST_NAME = 200;
    private static final List<String> PROPERTIES = List.of("id", "name", "rule", "mergePolicy");

    /**
     * @param policies the merge policies there are to choose from
     * @throws Refusal 400 with every error but those of the rule
     */
    static SegmentDraft read(JsonNode body, MergePolicies.Choice policies) {
        List<Refusal.Error> errors = new ArrayList<>();
        if (body == null || !body.isObject()) {
            throw Refusal.invalid(List.of(new Refusal.Error("", "type", "Send a JSON object.")));
        }
        refuseUnknown(body, "", PROPERTIES, errors);
        String name = text(body, "name", errors);
        if (name == null || name.isBlank() || name.length() > LONGEST_NAME) {
            errors.add(new Refusal.Error(
                    "/name", "missing", "Give a name for people, of at most " + LONGEST_NAME + " characters."));
        }
        String id = body.hasNonNull("id") ? text(body, "id", errors) : slug(name);
        if (id == null || !ID.matcher(id).matches()) {
            errors.add(new Refusal.Error(
                    "/id",
                    "format",
                    "An id has 1 to 63 lower-case letters, digits and hyphens and begins with a letter or digit."));
        }
        MergePolicy mergePolicy = mergePolicy(body, policies, errors);
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
        return new SegmentDraft(id, name.strip(), new WrittenRule(body.get("rule")), mergePolicy.id());
    }

    /** Which merge policy a request names, if it names any; for {@link MergePolicies#choice}. */
    public static String namedMergePolicy(JsonNode body) {
        return body == null ? null : body.path("mergePolicy").asText(null);
    }

    /** Device only when none is named; null, and an error, when there is none of the name. */
    public static MergePolicy mergePolicy(JsonNode body, MergePolicies.Choice policies, List<Refusal.Error> errors) {
        if (!body.hasNonNull("mergePolicy")) {
            return MergePolicy.DEVICE_ONLY;
        }
        String named = text(body, "mergePolicy", errors);
        MergePolicy policy = policies.idToPolicy().get(named);
        if (named != null && policy == null) {
            errors.add(new Refusal.Error(
                    "/mergePolicy",
                    null,
                    null,
                    "unknown-merge-policy",
                    "There is no merge policy \"" + named + "\", or it has been archived. There are "
                            + String.join(
                                    ", ", new TreeSet<>(policies.idToPolicy().keySet())) + '.',
                    Similar.to(named, policies.idToPolicy().keySet()).orElse(null)));
        }
        return policy;
    }

    /** @param pointer to the object */
    public static void refuseUnknown(JsonNode body, String pointer, List<String> known, List<Refusal.Error> errors) {
        body.fieldNames().forEachRemaining(property -> {
            if (!known.contains(property)) {
                String meant = Similar.to(property, known).orElse(null);
                errors.add(new Refusal.Error(
                        pointer + '/' + property,
                        null,
                        null,
                        "unknown-property",
                        "There is no property " + property + " here; there are " + String.join(", ", known) + ".",
                        meant));
            }
        });
    }

    private static String text(JsonNode body, String property, List<Refusal.Error> errors) {
        JsonNode value = body.get(property);
        if (value != null && !value.isNull() && !value.isTextual()) {
            errors.add(new Refusal.Error("/" + property, "type", property + " is a text."));
            return null;
        }
        return value == null ? null : value.textValue();
    }

    /** An id made from a name. */
    private static String slug(String name) {
        if (name == null) {
            return null;
        }
        String slug = Normalizer.normalize(name, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return slug.length() > 63 ? slug.substring(0, 63) : slug;
    }
}
