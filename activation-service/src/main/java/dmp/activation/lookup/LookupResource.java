package dmp.activation.lookup;

import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.activation.api.CurrentTenant;
import dmp.activation.audience.Audiences;

@Path("/v1/lookup")
@Tag(name = "Look-up", description = "For ad networks, at bid time: one read, no more than consent allows.")
@Produces(MediaType.APPLICATION_JSON)
class LookupResource {

    private final Audiences audiences;
    private final CurrentTenant tenant;

    LookupResource(Audiences audiences, CurrentTenant tenant) {
        this.audiences = audiences;
        this.tenant = tenant;
    }

    /** @param version of what is known about the identifier; 0 when nothing is */
    record Answer(String identifier, List<String> segments, long version) {}

    @GET
    @Path("{namespace}/{value}")
    @PermissionsAllowed("lookup:read")
    @Operation(
            summary = "The segments an identifier is in",
            description =
                    "An identifier that is not known, or whose consent does not allow it, is in none: never a 404.")
    public Uni<Answer> lookUp(String namespace, String value) {
        String identifier = namespace + ':' + value;
        return audiences
                .lookUp(tenant.id(), identifier)
                .map(found -> new Answer(identifier, found.segments(), found.version()));
    }
}
