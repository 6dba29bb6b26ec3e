package dmp.segment.explain;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Refusal;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.definition.Rulebooks;
import dmp.segment.evaluation.Explanation;
import dmp.segment.evaluation.Profile;
import dmp.segment.membership.Change;
import dmp.segment.membership.MembershipStore;
import dmp.segment.membership.MembershipStore.KnownProfile;

@Path("/v1/profiles/{namespace}/{value}/segments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Memberships", description = "Who is in, since when, why, until when")
class ProfileSegmentsResource {

    private final MembershipStore store;
    private final Rulebooks rulebooks;
    private final CurrentTenant tenant;

    ProfileSegmentsResource(MembershipStore store, Rulebooks rulebooks, CurrentTenant tenant) {
        this.store = store;
        this.rulebooks = rulebooks;
        this.tenant = tenant;
    }

    /**
     * @param version of the memberships as they were last told; 0 when there was never anything to tell
     * @param changesAt when the answer of any segment changes by itself; null when time alone changes none
     */
    record ProfileSegments(
            String identifier,
            long version,
            boolean activationAllowed,
            List<String> linkedIdentifiers,
            List<Membership> memberships,
            Instant changesAt) {}

    /**
     * @param at when it was asked
     * @param membership the membership as it is kept; null when the identifier is not a member
     */
    record Explained(String identifier, Instant at, Membership membership, Explanation explanation) {}

    /**
     * An identifier has entered or left a segment.
     *
     * @param change {@code entered} or {@code left}
     * @param ruleVersion the version of the segment's rule that was asked; of an archived segment the last one that was
     */
    record Passage(Instant at, String segment, String change, long ruleVersion, Change.Cause cause) {}

    /**
     * @param items the latest first
     * @param complete false when there may have been earlier ones, which are not kept
     */
    record ProfileHistory(String identifier, List<Passage> items, boolean complete) {}

    @GET
    @PermissionsAllowed("segments:read")
    @Operation(summary = "The segments of an identifier", description = "As they were last decided.")
    public Uni<ProfileSegments> segments(
            @Parameter(example = "cookie") @PathParam("namespace") String namespace,
            @Parameter(example = "7f3c2a") @PathParam("value") String value) {
        return profile(namespace, value)
                .map(known -> new ProfileSegments(
                        known.profile().identifier(),
                        known.version(),
                        known.activationAllowed(),
                        known.linkedIdentifiers(),
                        known.memberships(),
                        known.changesAt()));
    }

    @GET
    @Path("/{segment}/explanation")
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "Why an identifier is in a segment, or why not",
            description =
                    "Each part of the rule with its own answer, the facts that decide, and when the answer changes by itself.")
    public Uni<Explained> explanation(
            @Parameter(example = "cookie") @PathParam("namespace") String namespace,
            @Parameter(example = "7f3c2a") @PathParam("value") String value,
            @Parameter(example = "london-returning-pricing") @PathParam("segment") String segment) {
        return profile(namespace, value)
                .chain(known -> rulebooks.atLeast(tenant.id(), 0).map(rulebook -> {
                    Instant now = Instant.now();
                    Explanation explanation = rulebook.index()
                            .explain(segment, new Profile(known.profile()), now.getEpochSecond())
                            .orElseThrow(() -> Refusal.notFound(
                                    "segment-unknown", "There is no segment \"" + segment + "\" that is evaluated."));
                    Membership membership = known.memberships().stream()
                            .filter(kept -> kept.segment().equals(segment))
                            .findFirst()
                            .orElse(null);
                    return new Explained(known.profile().identifier(), now, membership, explanation);
                }));
    }

    @GET
    @Path("/history")
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "When an identifier entered and left segments",
            description =
                    "The latest changes, each with the version of the rule that was asked and its cause: something new is known (PROFILE), a"
                            + " window began or ended (TIME), a segment is new, changed or archived (RULES).")
    public Uni<ProfileHistory> history(
            @Parameter(example = "cookie") @PathParam("namespace") String namespace,
            @Parameter(example = "7f3c2a") @PathParam("value") String value,
            @Parameter(description = "only this segment", example = "london-returning-pricing") @QueryParam("segment")
                    String segment) {
        return profile(namespace, value)
                .map(known -> new ProfileHistory(
                        known.profile().identifier(),
                        known.history().stream()
                                .flatMap(ProfileSegmentsResource::passages)
                                .filter(passage ->
                                        segment == null || passage.segment().equals(segment))
                                .toList(),
                        known.isHistoryComplete()));
    }

    private static Stream<Passage> passages(Change change) {
        return change.steps().stream()
                .map(step -> new Passage(
                        change.at(),
                        step.segment(),
                        step.entered() ? "entered" : "left",
                        step.ruleVersion(),
                        change.cause()));
    }

    private Uni<KnownProfile> profile(String namespace, String value) {
        String identifier = namespace + ':' + value;
        return store.find(tenant.id(), identifier)
                .map(found -> found.orElseThrow(
                        () -> Refusal.notFound("profile-unknown", "Nothing is known of this identifier.")));
    }
}
