package dmp.ingestion.onboarding;

import java.net.URI;
import java.util.List;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.buffer.Buffer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

import dmp.ingestion.problem.Page;
import dmp.ingestion.problem.Problem;
import dmp.ingestion.tenant.CurrentTenant;

/** {@code /v1/uploads}: files, in two steps: what it will be, then the content. */
@Path("/v1/uploads")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Uploads",
        description = "Files of partners and providers, as CSV or NDJSON, with a receipt for each bad row.")
class UploadResource {

    private final Uploads uploads;
    private final FileIntake intake;
    private final UploadProgress progress;
    private final CurrentTenant tenant;

    UploadResource(Uploads uploads, FileIntake intake, UploadProgress progress, CurrentTenant tenant) {
        this.uploads = uploads;
        this.intake = intake;
        this.progress = progress;
        this.tenant = tenant;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @PermissionsAllowed("uploads:write")
    @Operation(
            summary = "Declare an upload",
            description = "With an Idempotency-Key, repeating it gives the same upload.")
    public Uni<RestResponse<UploadStatus>> declare(
            @HeaderParam("Idempotency-Key") String idempotencyKey, @NotNull Declaration declaration) {
        return uploads.create(tenant.id(), idempotencyKey, declaration)
                .map(created -> RestResponse.ResponseBuilder.<UploadStatus>created(
                                URI.create("/v1/uploads/" + created.key.id()))
                        .entity(UploadStatus.of(created, Progress.NONE))
                        .build());
    }

    @PUT
    @Path("/{id}/content")
    @Consumes(MediaType.WILDCARD)
    @PermissionsAllowed("uploads:write")
    @Operation(
            summary = "Send the content",
            description =
                    "Of any length, gzip or not; answered when its last row is durable. Broken off, it may be sent again: every "
                            + "row has its own id, so that nothing counts twice.")
    @APIResponse(responseCode = "202", description = "All of it was read.")
    @APIResponse(responseCode = "422", description = "The file cannot be read; code and detail say why.")
    public Uni<RestResponse<UploadStatus>> content(@RestPath String id, @Context HttpServerRequest request) {
        Multi<byte[]> body = io.vertx.mutiny.core.http.HttpServerRequest.newInstance(request)
                .toMulti()
                .map(Buffer::getBytes);
        return intake.take(new UploadRow.Key(tenant.id(), id), body)
                .map(ended -> RestResponse.ResponseBuilder.<UploadStatus>create(RestResponse.Status.ACCEPTED)
                        .entity(UploadStatus.of(ended, Progress.NONE))
                        .build());
    }

    @GET
    @Path("/{id}")
    @PermissionsAllowed("uploads:read")
    @Operation(summary = "How far an upload has come")
    public Uni<UploadStatus> find(@RestPath String id) {
        UploadRow.Key key = new UploadRow.Key(tenant.id(), id);
        return uploads.find(key)
                .flatMap(row -> row.outcome != null
                        ? Uni.createFrom().item(UploadStatus.of(row, Progress.NONE))
                        : progress.read(key).map(running -> UploadStatus.of(row, running.orElse(Progress.NONE))));
    }

    @GET
    @Path("/{id}/receipts")
    @PermissionsAllowed("uploads:read")
    @Operation(
            summary = "Why rows were not accepted",
            description = "In the order of the file; go on with ?after=<next>.")
    public Uni<Page<Receipt>> receipts(
            @RestPath String id,
            @QueryParam("limit") @DefaultValue("50") int limit,
            @QueryParam("after") @DefaultValue("0") String after) {
        UploadRow.Key key = new UploadRow.Key(tenant.id(), id);
        int size = Page.requireLimit(limit);
        long from = position(after);
        return uploads.find(key)
                .flatMap(_ -> progress.receipts(key, from, size + 1))
                .map(found -> Page.of(found, size, _ -> Long.toString(from + size)));
    }

    private static long position(String after) {
        try {
            return Math.max(0, Long.parseLong(after));
        } catch (NumberFormatException e) {
            throw Problem.invalid(List.of(
                    new Problem.Violation("?after", "invalid", "Send what the last page gave as next, or nothing.")));
        }
    }
}
