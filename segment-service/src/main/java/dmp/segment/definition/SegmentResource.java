package dmp.segment.definition;

import java.net.URI;
import java.util.List;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Page;
import dmp.segment.api.Refusal;

@Path("/v1/segments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Segments", description = "Named rules over profiles, with their history")
class SegmentResource {

    private static final String EXAMPLE = """
            {
              "id": "london-returning-pricing",
              "name": "Returning customers in London who visited the pricing page",
              "rule": "trait returning-customer and attribute geo.city = \\"London\\" and trait pricing-visitor in 30 days",
              "mergePolicy": "linked-devices"
            }
            """;

    private static final String JSON_EXAMPLE = """
            {
              "id": "frequent-in-london",
              "name": "Frequent visitors in London",
              "rule": {"all": [
                {"trait": "pricing-visitor", "atLeast": 2, "within": "7 days"},
                {"attribute": "geo.city", "equals": "London"}
              ]}
            }
            """;

    private final Segments segments;
    private final MergePolicies policies;
    private final SegmentAnnouncer announcer;
    private final Rulebooks rulebooks;
    private final SegmentFigures figures;
    private final CurrentTenant tenant;

    SegmentResource(
            Segments segments,
            MergePolicies policies,
            SegmentAnnouncer announcer,
            Rulebooks rulebooks,
            SegmentFigures figures,
            CurrentTenant tenant) {
        this.segments = segments;
        this.policies = policies;
        this.announcer = announcer;
        this.rulebooks = rulebooks;
        this.figures = figures;
        this.tenant = tenant;
    }

    @POST
    @PermissionsAllowed("segments:write")
    @Operation(
            summary = "Create a segment",
            description = "It is evaluated over all known profiles at once; see its backfill.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = SegmentBody.class),
                            examples = {
                                @ExampleObject(name = "text", value = EXAMPLE),
                                @ExampleObject(name = "json", value = JSON_EXAMPLE)
                            }))
    public Uni<Response> create(JsonNode body) {
        String owner = tenant.id();
        String user = tenant.user();
        return policies.choice(owner, SegmentDraft.namedMergePolicy(body))
                .chain(choice -> segments.create(owner, SegmentDraft.read(body, choice), user))
                .call(this::tell)
                .map(segment -> Response.created(URI.create("/v1/segments/" + segment.id))
                        .header(HttpHeaders.ETAG, IfMatch.etag(segment.version))
                        .entity(SegmentView.of(segment))
                        .build());
    }

    @GET
    @PermissionsAllowed("segments:read")
    @Operation(summary = "List segments", description = "In the order of their ids, without sizes.")
    public Uni<Page<SegmentView>> list(
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") @DefaultValue("") String after,
            @QueryParam("archived") @DefaultValue("false") boolean archived) {
        int most = Page.limit(limit);
        return segments.list(tenant.id(), archived, after, most)
                .map(found -> Page.of(found.stream().map(SegmentView::of).toList(), most, SegmentView::id));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("segments:read")
    @Operation(
            summary = "One segment",
            description =
                    "With its exact size, how many entered and left within 24 hours, and the progress of its backfill.")
    public Uni<Response> one(@PathParam("id") String id) {
        return segments.find(tenant.id(), id).chain(figures::view).map(view -> Response.ok(view)
                .header(HttpHeaders.ETAG, IfMatch.etag(view.version()))
                .build());
    }

    @PUT
    @Path("/{id}")
    @PermissionsAllowed("segments:write")
    @Operation(
            summary = "Change a segment",
            description =
                    "Needs If-Match. A changed rule or merge policy is evaluated over all known profiles at once.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = SegmentBody.class),
                            examples = @ExampleObject(name = "text", value = EXAMPLE)))
    public Uni<Response> change(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, JsonNode body) {
        IfMatch expected = IfMatch.required(ifMatch);
        String owner = tenant.id();
        String user = tenant.user();
        return policies.choice(owner, SegmentDraft.namedMergePolicy(body))
                .chain(choice -> segments.change(owner, id, expected, draft(id, body, choice), user))
                .call(this::tell)
                .map(segment -> Response.ok(SegmentView.of(segment))
                        .header(HttpHeaders.ETAG, IfMatch.etag(segment.version))
                        .build());
    }

    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("segments:write")
    @Operation(summary = "Archive a segment", description = "Everybody leaves it. Its history stays.")
    public Uni<Response> archive(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        return segments.archive(tenant.id(), id, new IfMatch(ifMatch), tenant.user())
                .call(this::tell)
                .map(_ -> Response.noContent().build());
    }

    @GET
    @Path("/{id}/versions")
    @PermissionsAllowed("segments:read")
    @Operation(summary = "The history of a segment", description = "The newest version first.")
    public Uni<Page<SegmentView>> versions(
            @PathParam("id") String id,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") Long after) {
        int most = Page.limit(limit);
        return segments.versions(tenant.id(), id, after == null ? Long.MAX_VALUE : after, most)
                .map(found -> Page.of(
                        found.stream().map(SegmentView::of).toList(), most, view -> Long.toString(view.version())));
    }

    /** The id is in the path; the body may repeat it but not contradict. */
    private static SegmentDraft draft(String id, JsonNode body, MergePolicies.Choice policies) {
        if (body instanceof ObjectNode object) {
            if (object.hasNonNull("id") && !object.get("id").asText().equals(id)) {
                throw Refusal.invalid(
                        List.of(new Refusal.Error("/id", "contradiction", "The path names the segment " + id + ".")));
            }
            object.put("id", id);
        }
        return SegmentDraft.read(body, policies);
    }

    private Uni<Void> tell(Segment segment) {
        return announcer.announce(segment.tenant, segment.id).chain(rulebooks::refresh);
    }

    /** The body of a request, for the API's description. */
    record SegmentBody(
            @Schema(pattern = "[a-z0-9][a-z0-9-]{0,62}", description = "made from the name when absent")
            String id,

            @Schema(required = true) String name,

            @Schema(required = true, description = "the rule as text, or as a JSON tree")
            Object rule,

            @Schema(
                    description = "device-only, linked-devices, or one that the tenant has made in profile-service",
                    example = "linked-devices",
                    defaultValue = "device-only")
            String mergePolicy) {}
}
