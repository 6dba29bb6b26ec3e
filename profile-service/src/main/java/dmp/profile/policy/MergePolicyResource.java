package dmp.profile.policy;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dmp.profile.access.CurrentTenant;
import dmp.profile.access.ETag;
import dmp.profile.access.Pages;
import dmp.profile.access.Problem;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.identity.Components;
import dmp.profile.view.Views;

/** The ways in which a tenant looks at identifiers together. */
@Path("/v1/merge-policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Merge policies", description = "Which linked identifiers are looked at together; each segment chooses one")
class MergePolicyResource {

    private static final String EXAMPLE = """
            {"id":"household","name":"Household, by authenticated matches of the last 90 days",
             "namespaces":["cookie","idfa","gaid","partner:household"],"matchMethods":[3],"linkDays":90,"depth":2,"size":20}""";

    private final MergePolicies policies;
    private final MergePolicy.Bounds bounds;
    private final CurrentTenant tenant;

    MergePolicyResource(MergePolicies policies, Components components, Views views, CurrentTenant tenant) {
        this.policies = policies;
        this.bounds = new MergePolicy.Bounds(components.depth(), views.size());
        this.tenant = tenant;
    }

    @POST
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Defines a merge policy",
            description =
                    "What is left out sets no limit: all namespaces, all match methods, links of any age, as many links in a"
                            + " row and as many identifiers as views tell of. Segments may look through it a moment later."
                            + " POST /v1/impact/merge-policy of the segment service tries a policy before it is defined.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "household", value = EXAMPLE)))
    public Uni<Response> create(JsonNode body) {
        MergePolicyRow row = new MergePolicyRow(
                tenant.id(), MergePolicy.read(body, null, bounds), MergePolicies.now(), tenant.user());
        return policies.add(row)
                .invoke(added -> {
                    if (!added) {
                        throw Problem.conflict(
                                "id-taken",
                                "There is a merge policy \"" + row.id()
                                        + "\" already, perhaps archived. Choose another id.");
                    }
                })
                .map(ignored -> Response.created(URI.create("/v1/merge-policies/" + row.id()))
                        .tag(ETag.of(row.version()))
                        .entity(row.shown())
                        .build());
    }

    @GET
    @PermissionsAllowed("profiles:read")
    @Operation(
            summary = "Lists the merge policies",
            description = "First the two that every tenant has, and nobody can change; then the tenant's own by id.")
    public Uni<ObjectNode> list(
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit,
            @RestQuery @DefaultValue("") String after,
            @RestQuery @DefaultValue("false") boolean archived) {
        return policies.list(tenant.id(), after, archived, limit + 1).map(rows -> {
            ObjectNode page = Pages.of(rows, limit, MergePolicyRow::shown, MergePolicyRow::id);
            if (after.isEmpty() && !archived) {
                ((ArrayNode) page.get("items"))
                        .insert(
                                0,
                                given(ProfileChanged.LINKED_DEVICES, "Linked devices", bounds.depth(), bounds.size()))
                        .insert(0, given(ProfileChanged.DEVICE_ONLY, "Device only", 0, 1));
            }
            return page;
        });
    }

    @GET
    @Path("{id}")
    @PermissionsAllowed("profiles:read")
    @Operation(summary = "Shows a merge policy of the tenant")
    public Uni<Response> show(@RestPath String id) {
        return policies.find(tenant.id(), id).map(MergePolicyResource::shown);
    }

    @PUT
    @Path("{id}")
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Changes a merge policy",
            description =
                    "Needs the ETag as If-Match. Every segment that looks through it is evaluated anew over all known"
                            + " profiles. POST /v1/impact/merge-policy of the segment service tells before how many profiles"
                            + " would look different, and which segments look through it.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "household", value = EXAMPLE)))
    public Uni<Response> change(@RestPath String id, @HeaderParam("If-Match") String ifMatch, JsonNode body) {
        String user = tenant.user();
        Instant now = MergePolicies.now();
        return policies.change(tenant.id(), id, row -> {
                    ETag.require(ifMatch, row.version());
                    if (row.isArchived()) {
                        throw Problem.conflict("archived", "The merge policy is archived and cannot be changed.");
                    }
                    row.change(MergePolicy.read(body, id, bounds), false, now, user);
                })
                .map(MergePolicyResource::shown);
    }

    @DELETE
    @Path("{id}")
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Archives a merge policy",
            description = "No segment can newly choose it. Those that look through it go on as before.")
    public Uni<Void> archive(@RestPath String id) {
        String user = tenant.user();
        Instant now = MergePolicies.now();
        return policies.change(tenant.id(), id, row -> {
                    if (!row.isArchived()) {
                        row.change(row.policy(), true, now, user);
                    }
                })
                .invoke(MergePolicyResource::found)
                .replaceWithVoid();
    }

    @GET
    @Path("{id}/versions")
    @PermissionsAllowed("profiles:read")
    @Operation(summary = "The history of a merge policy", description = "The newest version first.")
    public Uni<ObjectNode> versions(
            @RestPath String id, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit, @RestQuery Long after) {
        String owner = tenant.id();
        return policies.find(owner, id)
                .invoke(MergePolicyResource::found)
                .chain(() -> policies.versions(owner, id, after == null ? Long.MAX_VALUE : after, limit + 1))
                .map(rows ->
                        Pages.of(rows, limit, MergePolicyVersion::shown, version -> Long.toString(version.version)));
    }

    private static ObjectNode given(String id, String name, int depth, int size) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("name", name);
        json.putArray("namespaces");
        json.putArray("matchMethods");
        return json.putNull("linkDays").put("depth", depth).put("size", size).put("archived", false);
    }

    private static Response shown(Optional<MergePolicyRow> row) {
        MergePolicyRow found = found(row);
        return Response.ok(found.shown()).tag(ETag.of(found.version())).build();
    }

    private static MergePolicyRow found(Optional<MergePolicyRow> row) {
        return row.orElseThrow(() -> Problem.notFound("The tenant has made no such merge policy."));
    }
}
