package dmp.profile.erasure;

import java.util.List;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import dmp.profile.access.CurrentTenant;
import dmp.profile.access.Orders;
import dmp.profile.access.Problem;
import dmp.profile.fact.EraseIdentifier;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.LinksState;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Publisher;

/** Forgets, and takes apart. */
@Path("/v1/profiles/{namespace}/{value}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Profiles")
class ErasureResource {

    private final Orders orders;
    private final StateStore store;
    private final CurrentTenant tenant;

    ErasureResource(Orders orders, StateStore store, CurrentTenant tenant) {
        this.orders = orders;
        this.store = store;
        this.tenant = tenant;
    }

    @DELETE
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Forgets an identifier, here and downstream",
            description =
                    "What was observed on it until now is erased and its links are undone, also what arrives late."
                            + " Accepted for an identifier that is not known too: an event of it may be on its way.")
    public Uni<Response> erase(@RestPath String namespace, @RestPath String value) {
        IdentifierKey key = tenant.identifier(namespace, value);
        return orders.place(
                key,
                receipt -> new Publisher.Outgoing(
                        EraseIdentifier.TOPIC,
                        key.recordKey(),
                        new EraseIdentifier(receipt.receipt(), key.tenant(), key.identifier(), receipt.requestedAt())));
    }

    @DELETE
    @Path("links/{other}")
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Takes two identifiers apart",
            description =
                    "Undoes the link as far as it was seen until now; both views are again what they were before it.")
    public Uni<Response> unlink(@RestPath String namespace, @RestPath String value, @RestPath String other) {
        IdentifierKey key = tenant.identifier(namespace, value);
        return store.read(List.of(key.linksKey()))
                .map(stored -> LinksState.of(stored.getFirst()).links().live().contains(other))
                .chain(linked -> {
                    if (!linked) {
                        throw Problem.notFound("These two identifiers are not linked.");
                    }
                    return orders.place(key, receipt -> Announcement.ofUnlink(key, other, receipt.requestedAt(), true)
                            .outgoing());
                });
    }
}
