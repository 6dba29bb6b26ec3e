package dmp.profile.lookup;

import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.profile.access.CurrentTenant;
import dmp.profile.contract.ProfileChanged;

/** The ways in which identifiers can be looked at together. */
@Path("/v1/merge-policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Merge policies")
class MergePolicyResource {

    private static final List<MergePolicy> ALL = List.of(
            new MergePolicy(ProfileChanged.DEVICE_ONLY, "Device only", "The identifier's own facts alone."),
            new MergePolicy(
                    ProfileChanged.LINKED_DEVICES,
                    "Linked devices",
                    "The facts of the identifier and of all that are linked to it, directly or through others."));

    private final CurrentTenant tenant;

    MergePolicyResource(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    record MergePolicy(String id, String name, String description) {}

    /** @param next always null: there is one page */
    record Page(List<MergePolicy> items, String next) {}

    @GET
    @PermissionsAllowed("profiles:read")
    @Operation(summary = "Lists the merge policies; they are the same for every tenant")
    public Page list() {
        tenant.id();
        return new Page(ALL, null);
    }
}
