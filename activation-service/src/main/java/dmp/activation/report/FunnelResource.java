package dmp.activation.report;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.activation.api.CurrentTenant;

@Path("/v1/campaigns/{id}/funnel")
@Tag(name = "Campaigns")
@Produces(MediaType.APPLICATION_JSON)
class FunnelResource {

    private final Reports reports;
    private final CurrentTenant tenant;

    FunnelResource(Reports reports, CurrentTenant tenant) {
        this.reports = reports;
        this.tenant = tenant;
    }

    @GET
    @PermissionsAllowed("campaigns:read")
    @Operation(
            summary = "How many members each network holds, and why not all",
            description =
                    "For each activation: members, of these identifiable, of these consented, of these sent, of these"
                            + " acknowledged; each drop with its reason; latency from event to acknowledgement in milliseconds.")
    public Uni<Reports.Report> funnel(String id) {
        return reports.funnel(tenant.id(), id);
    }
}
