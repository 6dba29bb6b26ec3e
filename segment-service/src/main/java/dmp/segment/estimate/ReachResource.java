package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Refusal;
import dmp.segment.definition.RuleReader;
import dmp.segment.definition.Rulebooks;
import dmp.segment.definition.SegmentDraft;
import dmp.segment.reach.Sizes;

@Path("/v1/reach")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reach", description = "How many, before a rule is saved")
class ReachResource {

    private static final int MOST_SEGMENTS = 10;

    private static final String EXAMPLE = """
            {
              "rule": "trait pricing-visitor in 30 days and attribute geo.city = \\"London\\"",
              "mergePolicy": "linked-devices",
              "namespaces": ["cookie", "ttd"]
            }
            """;

    private final Reach reach;
    private final RuleReader rules;
    private final Rulebooks rulebooks;
    private final Sizes sizes;
    private final CurrentTenant tenant;

    ReachResource(Reach reach, RuleReader rules, Rulebooks rulebooks, Sizes sizes, CurrentTenant tenant) {
        this.reach = reach;
        this.rules = rules;
        this.rulebooks = rulebooks;
        this.sizes = sizes;
        this.tenant = tenant;
    }

    @POST
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "How many a rule would hold of",
            description =
                    "Exact when few identifiers are known; of more, a random sample is asked, and the interval says "
                            + "where the true size lies. The same seed asks the same identifiers again, as their profiles are then.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ReachBody.class),
                            examples = @ExampleObject(name = "text", value = EXAMPLE)))
    public Uni<Reach.Estimate> reach(JsonNode body) {
        List<Refusal.Error> errors = object(body, List.of("rule", "mergePolicy", "namespaces", "seed"));
        String mergePolicy = SegmentDraft.mergePolicy(body, errors);
        Set<String> namespaces = new HashSet<>(texts(body, "namespaces", errors));
        JsonNode seed = body.path("seed");
        if (!seed.isMissingNode() && !seed.isIntegralNumber()) {
            errors.add(new Refusal.Error("/seed", "type", "seed is a whole number, from an earlier answer."));
        }
        refuse(errors);
        long asking = seed.asLong(ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE));
        return rules.read(tenant.id(), body.get("rule"))
                .chain(rule -> reach.of(tenant.id(), rule, mergePolicy, namespaces, asking));
    }

    @POST
    @Path("/overlap")
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "How far segments overlap",
            description = "Exact, by the memberships there are now, of 2 to 10 saved segments.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = OverlapBody.class),
                            examples =
                                    @ExampleObject(
                                            name = "two",
                                            value =
                                                    "{\"segments\": [\"london-returning-pricing\", \"gold-customers\"]}")))
    public Uni<Overlap> overlap(JsonNode body) {
        List<Refusal.Error> errors = object(body, List.of("segments"));
        List<String> segments = texts(body, "segments", errors);
        if (errors.isEmpty() && (segments.size() < 2 || segments.size() > MOST_SEGMENTS)) {
            errors.add(new Refusal.Error("/segments", "size", "Name 2 to " + MOST_SEGMENTS + " segments."));
        }
        refuse(errors);
        return rulebooks.atLeast(tenant.id(), 0).chain(rulebook -> {
            for (int i = 0; i < segments.size(); i++) {
                if (rulebook.index().segment(segments.get(i)).isEmpty()) {
                    errors.add(new Refusal.Error(
                            "/segments/" + i,
                            "unknown-segment",
                            "There is no segment \"" + segments.get(i) + "\", or it has been archived."));
                }
            }
            refuse(errors);
            return sizes.members(tenant.id(), segments).map(members -> Overlap.of(segments, members));
        });
    }

    private static List<Refusal.Error> object(JsonNode body, List<String> properties) {
        List<Refusal.Error> errors = new ArrayList<>();
        if (body == null || !body.isObject()) {
            throw Refusal.invalid(List.of(new Refusal.Error("", "type", "Send a JSON object.")));
        }
        SegmentDraft.refuseUnknown(body, properties, errors);
        return errors;
    }

    private static List<String> texts(JsonNode body, String property, List<Refusal.Error> errors) {
        List<String> texts = new ArrayList<>();
        JsonNode values = body.path(property);
        if (!values.isMissingNode() && !values.isArray()) {
            errors.add(new Refusal.Error("/" + property, "type", property + " is a list of texts."));
        }
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isTextual()) {
                errors.add(new Refusal.Error("/" + property + "/" + i, "type", "Give a text."));
            }
            texts.add(values.get(i).asText());
        }
        return texts;
    }

    private static void refuse(List<Refusal.Error> errors) {
        if (!errors.isEmpty()) {
            throw Refusal.invalid(errors);
        }
    }

    /** The body of a request, for the API's description. */
    record ReachBody(
            @Schema(required = true, description = "the rule as text, or as a JSON tree")
            Object rule,

            @Schema(
                    enumeration = {"device-only", "linked-devices"},
                    defaultValue = "device-only")
            String mergePolicy,

            @Schema(
                    description =
                            "only identifiers in these count, such as those that a destination knows; all when absent")
            List<String> namespaces,

            @Schema(description = "of an earlier answer, to ask the same identifiers again")
            Long seed) {}

    /** The body of a request, for the API's description. */
    record OverlapBody(@Schema(required = true) List<String> segments) {}
}
