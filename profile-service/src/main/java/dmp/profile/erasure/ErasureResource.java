package dmp.profile.erasure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
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
import dmp.profile.access.Problem;
import dmp.profile.fact.EraseIdentifier;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.LinksState;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Publisher;

/** Orders to the owners of facts and links. Answered when Kafka has the order; from then on it cannot be lost. */
@Path("/v1/profiles/{namespace}/{value}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Profiles")
class ErasureResource {

    /** The caller hears that it did not work, rather than wait for Kafka without end. What was ordered may be ordered again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Publisher publisher;
    private final StateStore store;
    private final CurrentTenant tenant;
    private final Clock clock = Clock.systemUTC();

    ErasureResource(Publisher publisher, StateStore store, CurrentTenant tenant) {
        this.publisher = publisher;
        this.store = store;
        this.tenant = tenant;
    }

    /**
     * @param receipt names the order
     * @param identifier whom it concerns
     * @param requestedAt what was observed until then is concerned
     */
    record Receipt(String receipt, String identifier, Instant requestedAt) {}

    @DELETE
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Forgets an identifier, here and downstream",
            description =
                    "What was observed on it until now is erased and its links are undone, also what arrives late."
                            + " Accepted for an identifier that is not known too: an event of it may be on its way.")
    public Uni<Response> erase(@RestPath String namespace, @RestPath String value) {
        IdentifierKey key = tenant.identifier(namespace, value);
        Receipt receipt = receipt(key);
        return order(
                new Publisher.Outgoing(
                        EraseIdentifier.TOPIC,
                        key.recordKey(),
                        new EraseIdentifier(receipt.receipt(), key.tenant(), key.identifier(), receipt.requestedAt())),
                receipt);
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
        Receipt receipt = receipt(key);
        return store.read(List.of(key.linksKey()))
                .map(stored -> LinksState.of(stored.getFirst()).links().live().contains(other))
                .chain(linked -> {
                    if (!linked) {
                        throw Problem.notFound("These two identifiers are not linked.");
                    }
                    return order(
                            new Publisher.Outgoing(
                                    Announcement.TOPIC,
                                    key.recordKey(),
                                    Announcement.ofUnlink(key, other, receipt.requestedAt(), true)),
                            receipt);
                });
    }

    private Receipt receipt(IdentifierKey key) {
        return new Receipt(UUID.randomUUID().toString(), key.identifier(), clock.instant());
    }

    private Uni<Response> order(Publisher.Outgoing order, Receipt receipt) {
        return publisher
                .publish(List.of(order))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(failure -> Problem.unavailable("The order could not be stored. Try again."))
                .replaceWith(() -> Response.accepted(receipt).build());
    }
}
