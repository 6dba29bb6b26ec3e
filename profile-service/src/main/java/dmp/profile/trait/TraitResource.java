package dmp.profile.trait;

import java.net.URI;
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

/** The tenant's traits. */
@Path("/v1/traits")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Traits", description = "What is remembered of events")
class TraitResource {

    private static final String RULE = """
            {"id":"pricing-visitor","name":"Visited the pricing page","kind":"rule","folder":"/Site/Intent","ttl":"P90D",
             "rule":{"all":[{"signal":"event.name","equals":"page-view"},{"signal":"page.path","prefix":"/pricing"}]}}""";
    private static final String VALUED = """
            {"id":"purchase","name":"Bought","kind":"rule","folder":"/Site/Orders","value":"custom.order_value",
             "rule":{"signal":"event.name","equals":"purchase"}}""";
    private static final String ONBOARDED = """
            {"id":"returning-customer","name":"Returning customer","kind":"onboarded","source":"crm","code":"gold"}""";

    private final TraitTable table;
    private final TraitBackfills backfills;
    private final TraitUpdates updates;
    private final CurrentTenant tenant;

    TraitResource(TraitTable table, TraitBackfills backfills, TraitUpdates updates, CurrentTenant tenant) {
        this.table = table;
        this.backfills = backfills;
        this.updates = updates;
        this.tenant = tenant;
    }

    @POST
    @PermissionsAllowed("traits:write")
    @Operation(
            summary = "Defines a trait",
            description =
                    "It is realised by the events that are handled from now on, and by those retained; see its backfill.")
    @RequestBody(
            content =
                    @Content(
                            examples = {
                                @ExampleObject(name = "rule", value = RULE),
                                @ExampleObject(name = "value", value = VALUED),
                                @ExampleObject(name = "onboarded", value = ONBOARDED)
                            }))
    public Uni<Response> create(JsonNode body) {
        TraitRow row = new TraitRow(tenant.id(), TraitJson.read(body, null));
        return table.add(row)
                .invoke(added -> {
                    if (!added) {
                        throw Problem.conflict(
                                "id-taken",
                                "There is a trait \"" + row.id() + "\" already, perhaps archived. Choose another id.");
                    }
                })
                .chain(updates::changed)
                .map(ignored -> Response.created(URI.create("/v1/traits/" + row.id()))
                        .tag(ETag.of(row.version()))
                        .entity(row.shown())
                        .build());
    }

    @GET
    @PermissionsAllowed("traits:read")
    @Operation(summary = "Lists the traits by id")
    public Uni<ObjectNode> list(
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit,
            @RestQuery @DefaultValue("") String after,
            @RestQuery @DefaultValue("false") boolean archived) {
        return table.list(tenant.id(), after, archived, limit + 1)
                .map(rows -> Pages.of(rows, limit, TraitRow::shown, TraitRow::id));
    }

    @GET
    @Path("{id}")
    @PermissionsAllowed("traits:read")
    @Operation(summary = "Shows a trait")
    public Uni<Response> show(@RestPath String id) {
        return table.find(tenant.id(), id).map(TraitResource::shown);
    }

    @GET
    @Path("{id}/backfill")
    @PermissionsAllowed("traits:read")
    @Operation(
            summary = "How far the events retained have been looked at again",
            description = "For the sake of the trait's newest rule. Counts the events of the whole platform.")
    public Uni<TraitBackfills.Progress> backfill(@RestPath String id) {
        return backfills
                .progress(tenant.id(), id)
                .map(progress -> progress.orElseThrow(
                        () -> Problem.notFound("There is no such trait, or it is older than backfills.")));
    }

    @PUT
    @Path("{id}")
    @PermissionsAllowed("traits:write")
    @Operation(
            summary = "Changes a trait",
            description =
                    "Needs the ETag as If-Match. Under a changed rule or value the events retained are looked at again; what older"
                            + " ones realised stays realised. GET /v1/impact?trait= of the segment service says which"
                            + " segments decide by it.")
    @RequestBody(content = @Content(examples = @ExampleObject(name = "rule", value = RULE)))
    public Uni<Response> change(@RestPath String id, @HeaderParam("If-Match") String ifMatch, JsonNode body) {
        String owner = tenant.id();
        return table.change(owner, id, row -> {
                    ETag.require(ifMatch, row.version());
                    if (row.isArchived()) {
                        throw Problem.conflict("archived", "The trait is archived and cannot be changed.");
                    }
                    row.change(TraitJson.read(body, id));
                })
                .call(updates::changed)
                .map(TraitResource::shown);
    }

    @DELETE
    @Path("{id}")
    @PermissionsAllowed("traits:write")
    @Operation(
            summary = "Archives a trait",
            description =
                    "It is no longer realised. What was realised stays. GET /v1/impact?trait= of the segment service"
                            + " says which segments decide by it.")
    public Uni<Void> archive(@RestPath String id) {
        return table.change(tenant.id(), id, row -> {
                    if (!row.isArchived()) {
                        row.change(row.trait().asArchived());
                    }
                })
                .invoke(TraitResource::found)
                .chain(updates::changed);
    }

    private static Response shown(Optional<TraitRow> row) {
        TraitRow found = found(row);
        return Response.ok(found.shown()).tag(ETag.of(found.version())).build();
    }

    private static TraitRow found(Optional<TraitRow> row) {
        return row.orElseThrow(() -> Problem.notFound("There is no such trait."));
    }
}
