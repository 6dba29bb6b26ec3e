package dmp.segment.estimate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import dmp.segment.definition.MergePolicies;
import dmp.segment.definition.RuleReader;
import dmp.segment.definition.Rulebooks;
import dmp.segment.definition.SegmentDraft;
import dmp.segment.evaluation.MergePolicy;
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
    private final MergePolicies policies;
    private final Rulebooks rulebooks;
    private final Sizes sizes;
    private final CurrentTenant tenant;

    ReachResource(
            Reach reach,
            RuleReader rules,
            MergePolicies policies,
            Rulebooks rulebooks,
            Sizes sizes,
            CurrentTenant tenant) {
        this.reach = reach;
        this.rules = rules;
        this.policies = policies;
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
        String owner = tenant.id();
        return policies.choice(owner, SegmentDraft.namedMergePolicy(body)).chain(choice -> reach(owner, body, choice));
    }

    private Uni<Reach.Estimate> reach(String owner, JsonNode body, MergePolicies.Choice choice) {
        Body asked = Body.of(body, List.of("rule", "mergePolicy", "namespaces", "seed"));
        MergePolicy mergePolicy = SegmentDraft.mergePolicy(body, choice, asked.errors());
        Set<String> namespaces = new HashSet<>(asked.texts("namespaces"));
        long asking = asked.seed();
        asked.refuse();
        return rules.read(owner, body.get("rule"))
                .chain(rule -> reach.of(owner, rule, mergePolicy, namespaces, asking));
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
        Body asked = Body.of(body, List.of("segments"));
        List<String> segments = asked.texts("segments");
        if (asked.errors().isEmpty() && (segments.size() < 2 || segments.size() > MOST_SEGMENTS)) {
            asked.error("segments", "size", "Name 2 to " + MOST_SEGMENTS + " segments.");
        }
        asked.refuse();
        return rulebooks.atLeast(tenant.id(), 0).chain(rulebook -> {
            for (int i = 0; i < segments.size(); i++) {
                if (rulebook.index().segment(segments.get(i)).isEmpty()) {
                    asked.error(
                            "segments/" + i,
                            "unknown-segment",
                            "There is no segment \"" + segments.get(i) + "\", or it has been archived.");
                }
            }
            asked.refuse();
            return sizes.members(tenant.id(), segments).map(members -> Overlap.of(segments, members));
        });
    }

    /** The body of a request, for the API's description. */
    record ReachBody(
            @Schema(required = true, description = "the rule as text, or as a JSON tree")
            Object rule,

            @Schema(
                    description = "device-only, linked-devices, or one that the tenant has made in profile-service",
                    example = "linked-devices",
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
