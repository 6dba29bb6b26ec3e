package dmp.ingestion.source;

import java.net.URI;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.quarkus.security.StringPermission;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import dmp.ingestion.problem.ETags;
import dmp.ingestion.problem.Page;
import dmp.ingestion.source.Sources.Versioned;
import dmp.ingestion.tenant.CurrentTenant;

/** {@code /v1/sources}: who may send, by which keys, under which contract. */
@Path("/v1/sources")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(
        name = "Sources",
        description = "Sites, apps, partners and providers that send data, their write keys and contracts.")
class SourceResource {

    private static final StringPermission WRITE = new StringPermission("sources", "write");

    private final Sources sources;
    private final CurrentTenant tenant;
    private final SecurityIdentity identity;

    SourceResource(Sources sources, CurrentTenant tenant, SecurityIdentity identity) {
        this.sources = sources;
        this.tenant = tenant;
        this.identity = identity;
    }

    @POST
    @PermissionsAllowed("sources:write")
    @Operation(summary = "Add a source", description = "The answer holds its first write key.")
    public Uni<RestResponse<Source>> create(@NotNull SourceDraft draft) {
        return sources.create(tenant.id(), draft).map(created -> RestResponse.ResponseBuilder.<Source>created(
                        URI.create("/v1/sources/" + created.source().id()))
                .entity(created.source())
                .header(HttpHeaders.ETAG, ETags.of(created.version()))
                .build());
    }

    @GET
    @PermissionsAllowed("sources:read")
    @Operation(summary = "List the sources", description = "In the order of their ids; go on with ?after=<next>.")
    public Uni<Page<Source>> list(
            @QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("after") @DefaultValue("") String after) {
        int size = Page.requireLimit(limit);
        return sources.list(tenant.id(), after, size + 1).flatMap(found -> mayWrite()
                .map(mayWrite -> Page.of(
                        found.stream()
                                .map(source -> mayWrite ? source : source.withMaskedKeys())
                                .toList(),
                        size,
                        Source::id)));
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("sources:read")
    @Operation(
            summary = "Read a source",
            description = "Whoever may not write sources sees the end of each write key only.")
    public Uni<RestResponse<Source>> find(@RestPath String id) {
        return sources.find(tenant.id(), id).flatMap(found -> mayWrite()
                .map(mayWrite -> withETag(
                        new Versioned(mayWrite ? found.source() : found.source().withMaskedKeys(), found.version()))));
    }

    @PUT
    @Path("/{id}")
    @PermissionsAllowed("sources:write")
    @Operation(summary = "Change a source", description = "All of it but its write keys. Needs If-Match.")
    public Uni<RestResponse<Source>> replace(
            @RestPath String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, @NotNull SourceDraft draft) {
        return sources.replace(tenant.id(), id, ifMatch, draft).map(SourceResource::withETag);
    }

    @DELETE
    @Path("/{id}")
    @PermissionsAllowed("sources:write")
    @Operation(
            summary = "Archive a source",
            description = "Its write keys are void within seconds; its id stays taken.")
    public Uni<Void> archive(@RestPath String id) {
        return sources.archive(tenant.id(), id);
    }

    @POST
    @Path("/{id}/write-keys")
    @Consumes(MediaType.WILDCARD)
    @PermissionsAllowed("sources:write")
    @Operation(summary = "Make another write key", description = "Put it to use, then revoke the old one.")
    public Uni<RestResponse<Source.WriteKey>> addKey(@RestPath String id) {
        return sources.addKey(tenant.id(), id).map(key -> RestResponse.ResponseBuilder.<Source.WriteKey>created(
                        URI.create("/v1/sources/" + id + "/write-keys/" + key.id()))
                .entity(key)
                .build());
    }

    @DELETE
    @Path("/{id}/write-keys/{keyId}")
    @PermissionsAllowed("sources:write")
    @Operation(summary = "Revoke a write key", description = "Whoever still sends with it gets 401 within seconds.")
    public Uni<Void> revokeKey(@RestPath String id, @RestPath String keyId) {
        return sources.revokeKey(tenant.id(), id, keyId);
    }

    private Uni<Boolean> mayWrite() {
        return identity.checkPermission(WRITE);
    }

    private static RestResponse<Source> withETag(Versioned found) {
        return RestResponse.ResponseBuilder.ok(found.source())
                .header(HttpHeaders.ETAG, ETags.of(found.version()))
                .build();
    }
}
