package dmp.segment.definition;

import java.util.Optional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.segment.api.CurrentTenant;
import dmp.segment.api.Refusal;
import dmp.segment.backfill.Backfills;
import dmp.segment.backfill.Backfills.Progress;

@Path("/v1/segments/{id}/backfill")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Backfill", description = "How far a new or changed rule has been asked about all that are known")
class BackfillResource {

    private final Segments segments;
    private final Backfills backfills;
    private final CurrentTenant tenant;

    BackfillResource(Segments segments, Backfills backfills, CurrentTenant tenant) {
        this.segments = segments;
        this.backfills = backfills;
        this.tenant = tenant;
    }

    @GET
    @PermissionsAllowed("segments:read")
    @Operation(summary = "Its progress", description = "With its estimated end, at the pace until now.")
    public Uni<Progress> progress(@PathParam("id") String id) {
        return existing(id).chain(() -> backfills.progress(tenant.id(), id)).map(found -> found.orElseThrow());
    }

    @POST
    @Path("/pause")
    @PermissionsAllowed("segments:write")
    @Operation(
            summary = "Pause it",
            description = "Nobody further is asked until it is resumed; live profiles are. Again: no effect.")
    public Uni<Progress> pause(@PathParam("id") String id) {
        return existing(id).chain(() -> backfills.pause(tenant.id(), id)).map(found -> in("paused", "paused", found));
    }

    @POST
    @Path("/resume")
    @PermissionsAllowed("segments:write")
    @Operation(
            summary = "Resume it",
            description = "It goes on where it was, or begins anew when others have been walked meanwhile.")
    public Uni<Progress> resume(@PathParam("id") String id) {
        return existing(id)
                .chain(() -> backfills.resume(tenant.id(), id))
                .map(found -> in("running", "resumed", found));
    }

    @POST
    @Path("/cancel")
    @PermissionsAllowed("segments:write")
    @Operation(
            summary = "Cancel it",
            description = "Whoever was found stays in; everybody else is asked when something about them changes. "
                    + "To ask all after all, change the rule.")
    public Uni<Progress> cancel(@PathParam("id") String id) {
        return existing(id)
                .chain(() -> backfills.cancel(tenant.id(), id))
                .map(found -> in("cancelled", "cancelled", found));
    }

    private Uni<Segment> existing(String id) {
        return segments.find(tenant.id(), id);
    }

    private static Progress in(String wanted, String verb, Optional<Progress> found) {
        Progress progress = found.orElseThrow();
        if (!progress.state().equals(wanted)) {
            throw Refusal.conflict(
                    "backfill-over", "It is %s and cannot be %s any more.".formatted(progress.state(), verb));
        }
        return progress;
    }
}
