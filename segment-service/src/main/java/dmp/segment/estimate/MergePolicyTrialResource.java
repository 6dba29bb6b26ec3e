package dmp.segment.estimate;

import java.util.List;
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

import dmp.profile.contract.MergeRule;
import dmp.segment.api.CurrentTenant;
import dmp.segment.definition.MergePolicies;
import dmp.segment.definition.SegmentDraft;
import dmp.segment.evaluation.MergePolicy;

@Path("/v1/impact/merge-policy")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Reach")
class MergePolicyTrialResource {

    private static final String EXAMPLE = """
            {"mergePolicy": "household", "rule": {"matchMethods": [3], "linkDays": 30, "depth": 1}}""";

    private final MergePolicies policies;
    private final MergePolicyTrial trial;
    private final CurrentTenant tenant;

    MergePolicyTrialResource(MergePolicies policies, MergePolicyTrial trial, CurrentTenant tenant) {
        this.policies = policies;
        this.trial = trial;
        this.tenant = tenant;
    }

    @POST
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "What a changed merge policy would change",
            description =
                    "How many identifiers would be united with others than now, with examples, and which segments look"
                            + " through the policy. Nothing is changed. Exact when few identifiers are known, else from a"
                            + " sample as for reach. The rule is as profile-service's merge policies have it; what it leaves"
                            + " out sets no limit.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = TrialBody.class),
                            examples = @ExampleObject(name = "narrower", value = EXAMPLE)))
    public Uni<MergePolicyTrial.Outcome> tryOut(JsonNode json) {
        String owner = tenant.id();
        return policies.choice(owner, SegmentDraft.namedMergePolicy(json)).chain(choice -> {
            Body body = Body.of(json, List.of("mergePolicy", "rule", "seed"));
            if (!json.hasNonNull("mergePolicy")) {
                body.error("mergePolicy", "missing", "Name the merge policy to compare with, such as linked-devices.");
            }
            MergePolicy before = SegmentDraft.mergePolicy(json, choice, body.errors());
            MergeRule rule =
                    rule(body.object("rule", List.of("namespaces", "matchMethods", "linkDays", "depth", "size")));
            long seed = body.seed();
            body.refuse();
            return trial.of(owner, before, rule, seed);
        });
    }

    private static MergeRule rule(Body body) {
        Integer depth = body.number("depth", 1);
        Integer size = body.number("size", 2);
        return new MergeRule(
                body.texts("namespaces"),
                body.numbers("matchMethods"),
                body.number("linkDays", 0),
                depth == null ? Integer.MAX_VALUE : depth,
                size == null ? Integer.MAX_VALUE : size);
    }

    /** The body of a request, for the API's description. */
    record TrialBody(
            @Schema(required = true, description = "the policy to compare with")
            String mergePolicy,

            @Schema(required = true, description = "what it would unite instead")
            MergeRule rule,

            @Schema(description = "of an earlier answer, to ask the same identifiers again")
            Long seed) {}
}
