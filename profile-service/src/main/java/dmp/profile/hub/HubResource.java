package dmp.profile.hub;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

import dmp.profile.access.CurrentTenant;
import dmp.profile.access.Orders;
import dmp.profile.access.Problem;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Link;
import dmp.profile.identity.Links;
import dmp.profile.identity.LinksState;
import dmp.profile.store.HubRegister;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;

/** Shows hubs, releases them, and puts them under quarantine again. */
@Path("/v1/hubs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Hubs", description = "Identifiers with so many links that none is followed")
class HubResource {

    private final HubRegister register;
    private final StateStore store;
    private final Orders orders;
    private final CurrentTenant tenant;

    HubResource(HubRegister register, StateStore store, Orders orders, CurrentTenant tenant) {
        this.register = register;
        this.store = store;
        this.orders = orders;
        this.tenant = tenant;
    }

    /** Whether the links are followed. */
    enum Status {
        @JsonProperty("quarantined")
        QUARANTINED,
        @JsonProperty("released")
        RELEASED
    }

    /**
     * @param links how many other identifiers it is linked to, of those that are remembered
     * @param sourceToLinks how many of them each source told of last: a fault in a file shows here
     * @param lastLinkedAt when the latest of them was seen
     * @param ruledAt when somebody last released it or put it under quarantine again; null when nobody has
     */
    record Hub(
            String identifier,
            Status status,
            String reason,
            int links,
            SortedMap<String, Integer> sourceToLinks,
            Instant lastLinkedAt,
            Instant ruledAt) {}

    /** @param next to be sent as {@code after} for the next page; null when this is the last */
    record Page(List<Hub> items, String next) {}

    @GET
    @PermissionsAllowed("profiles:read")
    @Operation(
            summary = "Lists the identifiers with too many links, those released included",
            description =
                    "A shared device, a test account, a fault in a partner's file. Nobody is reached through a hub"
                            + " under quarantine. It ends by itself when enough links are undone.")
    public Uni<Page> list(
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit, @RestQuery @DefaultValue("") String after) {
        String id = tenant.id();
        return register.list(id, after, limit + 1).chain(found -> {
            List<String> shown = found.subList(0, Math.min(limit, found.size()));
            return store.read(shown.stream()
                            .map(identifier -> new IdentifierKey(id, identifier).linksKey())
                            .toList())
                    .map(stored -> {
                        List<Hub> hubs = new ArrayList<>();
                        for (int i = 0; i < shown.size(); i++) {
                            Links links = LinksState.of(stored.get(i)).links();
                            if (links.isCrowded()) {
                                hubs.add(hub(shown.get(i), links));
                            }
                        }
                        return new Page(hubs, found.size() > limit ? shown.getLast() : null);
                    });
        });
    }

    @PUT
    @Path("{namespace}/{value}/release")
    @PermissionsAllowed("profiles:write")
    @Operation(
            summary = "Releases a hub",
            description =
                    "Its links are followed from now on, however many they become; views unite as many as they may.")
    public Uni<Response> release(@RestPath String namespace, @RestPath String value) {
        return rule(tenant.identifier(namespace, value), true);
    }

    @DELETE
    @Path("{namespace}/{value}/release")
    @PermissionsAllowed("profiles:write")
    @Operation(summary = "Puts a released hub under quarantine again")
    public Uni<Response> quarantine(@RestPath String namespace, @RestPath String value) {
        return rule(tenant.identifier(namespace, value), false);
    }

    private Uni<Response> rule(IdentifierKey key, boolean released) {
        return store.read(List.of(key.linksKey()))
                .map(stored -> LinksState.of(stored.getFirst()).links())
                .chain(links -> {
                    if (!links.isCrowded()) {
                        throw Problem.notFound("This identifier has no more than " + Links.HUB_BOUND
                                + " links, so they are followed anyway.");
                    }
                    return orders.place(key, receipt -> Announcement.ofRuling(key, receipt.requestedAt(), released)
                            .outgoing());
                });
    }

    private static Hub hub(String identifier, Links links) {
        List<Link.Evidence> evidence = links.otherToLink().values().stream()
                .filter(Link::isLive)
                .map(Link::latest)
                .toList();
        SortedMap<String, Integer> sourceToLinks = new TreeMap<>();
        evidence.forEach(told -> sourceToLinks.merge(told.source(), 1, Integer::sum));
        return new Hub(
                identifier,
                links.isReleased() ? Status.RELEASED : Status.QUARANTINED,
                "%d live links; more than %d make a hub".formatted(evidence.size(), Links.HUB_BOUND),
                evidence.size(),
                sourceToLinks,
                Instant.ofEpochMilli(evidence.stream()
                        .max(Comparator.naturalOrder())
                        .orElseThrow()
                        .at()),
                links.ruling() == null
                        ? null
                        : Instant.ofEpochMilli(links.ruling().at()));
    }
}
