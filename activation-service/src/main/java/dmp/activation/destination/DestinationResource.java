package dmp.activation.destination;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dmp.activation.api.CurrentTenant;
import dmp.activation.api.Page;
import dmp.activation.api.Problem;
import dmp.activation.api.Problem.Fault;
import dmp.activation.api.Slug;
import dmp.activation.api.Versions;
import dmp.activation.definition.Versioned;
import dmp.activation.network.Account;
import dmp.activation.network.Capabilities;
import dmp.activation.network.Connector;
import dmp.activation.network.Endpoints;
import dmp.activation.network.Networks;
import dmp.activation.state.Agenda;

@Path("/v1/destinations")
@Tag(name = "Destinations", description = "Accounts at ad networks, and how deliveries to them fare.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class DestinationResource {

    private static final String EXAMPLE = """
            {"id":"ttd-emea","name":"The Trade Desk EMEA","connector":"ttd",
             "settings":{"endpoint":"https://euw-data.adsrvr.org","advertiserId":"adv1"},
             "credential":"ttd-emea","namespaces":["ttd","idfa","gaid"]}""";

    private final Destinations destinations;
    private final Conditions conditions;
    private final Agenda agenda;
    private final Networks networks;
    private final Endpoints endpoints;
    private final CurrentTenant tenant;
    private final InstantSource clock;

    DestinationResource(
            Destinations destinations,
            Conditions conditions,
            Agenda agenda,
            Networks networks,
            Endpoints endpoints,
            CurrentTenant tenant,
            InstantSource clock) {
        this.destinations = destinations;
        this.conditions = conditions;
        this.agenda = agenda;
        this.networks = networks;
        this.endpoints = endpoints;
        this.tenant = tenant;
        this.clock = clock;
    }

    /**
     * A destination as its owner sees it: what was written, and how it fares.
     *
     * @param status healthy, throttled or failing, since when
     * @param backlog identifiers that wait to be looked at
     */
    record View(
            String id,
            String name,
            String connector,
            Map<String, String> settings,
            String credential,
            List<String> namespaces,
            long version,
            boolean archived,
            Instant changedAt,
            Abilities capabilities,
            String status,
            Instant since,
            Condition.Error lastError,
            Instant lastSuccessAt,
            Instant retryAt,
            Long backlog) {}

    /** What the network can do, in units of the API: minutes, counts, bytes. */
    record Abilities(
            List<String> namespaces,
            int mostChanges,
            int mostBytes,
            int mostConcurrent,
            Long keepsForMinutes,
            boolean removes,
            Integer smallestAudience) {

        static Abilities of(Capabilities capabilities) {
            Duration keepsFor = capabilities.keepsFor();
            return new Abilities(
                    capabilities.namespaces(),
                    capabilities.mostChanges(),
                    capabilities.mostBytes(),
                    capabilities.mostConcurrent(),
                    keepsFor == null ? null : keepsFor.toMinutes(),
                    capabilities.removes(),
                    capabilities.smallestAudience());
        }
    }

    @POST
    @PermissionsAllowed("destinations:write")
    @Operation(summary = "Create a destination", description = "Secrets are given by reference only.")
    @RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    public Uni<RestResponse<View>> create(Destination asked) {
        String owner = tenant.id();
        Destination destination = withId(asked);
        return check(owner, destination)
                .chain(() -> destinations.create(owner, destination))
                .chain(created -> view(owner, created))
                .map(view -> Versions.created("/v1/destinations/" + view.id(), view, view.version()));
    }

    @GET
    @PermissionsAllowed("destinations:read")
    @Operation(summary = "List destinations, archived ones left out")
    public Uni<Page<View>> list(@QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("after") String after) {
        String owner = tenant.id();
        return destinations.list(owner, Page.limit(limit), after).chain(found -> {
            if (found.isEmpty()) {
                return Uni.createFrom().item(new Page<View>(List.of(), null));
            }
            return Uni.join()
                    .all(found.stream().map(each -> view(owner, each)).toList())
                    .andFailFast()
                    .map(views -> Page.of(views, limit, View::id));
        });
    }

    @GET
    @Path("{id}")
    @PermissionsAllowed("destinations:read")
    @Operation(summary = "A destination, its condition and backlog")
    public Uni<RestResponse<View>> get(String id) {
        String owner = tenant.id();
        return destinations.get(owner, id).chain(found -> view(owner, found)).map(DestinationResource::tagged);
    }

    @PUT
    @Path("{id}")
    @PermissionsAllowed("destinations:write")
    @Operation(
            summary = "Change a destination",
            description = "What it holds is compared anew with what it should hold.")
    public Uni<RestResponse<View>> change(String id, @HeaderParam("If-Match") String ifMatch, Destination asked) {
        String owner = tenant.id();
        if (asked == null) {
            throw Problem.bodyMissing("destination");
        }
        Slug.requireSame(id, asked.id());
        Destination destination = asked.withId(id);
        return destinations
                .get(owner, id)
                .chain(() -> check(owner, destination))
                .chain(() -> destinations.change(owner, id, ifMatch, destination))
                .chain(changed -> view(owner, changed))
                .map(DestinationResource::tagged);
    }

    @DELETE
    @Path("{id}")
    @PermissionsAllowed("destinations:write")
    @Operation(summary = "Archive a destination", description = "What it still holds is taken back.")
    public Uni<Void> archive(String id) {
        return destinations.archive(tenant.id(), id);
    }

    private static Destination withId(Destination asked) {
        if (asked == null) {
            throw Problem.bodyMissing("destination");
        }
        return asked.id() != null ? asked : asked.withId(Slug.from(asked.name()));
    }

    private Uni<Void> check(String owner, Destination destination) {
        List<Fault> faults = new ArrayList<>();
        if (!Slug.isValid(destination.id())) {
            faults.add(new Fault("/id", "id-invalid", "An id is " + Slug.RULE + '.'));
        }
        if (destination.name() == null || destination.name().isBlank()) {
            faults.add(new Fault("/name", "name-missing", "Give it a name."));
        }
        if (!Slug.isValid(destination.credential())) {
            faults.add(
                    new Fault("/credential", "credential-invalid", "The reference of a secret is " + Slug.RULE + '.'));
        }
        if (destination.namespaces().isEmpty()) {
            faults.add(new Fault("/namespaces", "namespaces-missing", "Name the identifiers that the network knows."));
        }
        Optional<Connector> connector =
                Optional.ofNullable(destination.connector()).flatMap(networks::connector);
        if (connector.isEmpty()) {
            faults.add(new Fault("/connector", "connector-unknown", "Connectors are " + networks.names() + '.'));
        } else {
            Account account = destination.account(owner);
            faults.addAll(connector.get().faults(account));
            List<String> known = connector.get().capabilities(account).namespaces();
            for (int i = 0; i < destination.namespaces().size(); i++) {
                String namespace = destination.namespaces().get(i);
                if (!namespace.matches("[a-z0-9]+(:[a-z0-9-]+)?") || !(known.isEmpty() || known.contains(namespace))) {
                    faults.add(new Fault(
                            "/namespaces/" + i,
                            "namespace-unknown",
                            known.isEmpty()
                                    ? "A namespace looks like cookie or partner:crm."
                                    : "The network knows " + known + '.'));
                }
            }
        }
        return endpoints
                .faultOnceResolved(destination.settings().get("endpoint"))
                .map(fault -> {
                    fault.ifPresent(faults::add);
                    if (!faults.isEmpty()) {
                        throw Problem.invalid(faults);
                    }
                    return null;
                });
    }

    private static RestResponse<View> tagged(View view) {
        return Versions.tagged(view, view.version());
    }

    private Uni<View> view(String owner, Versioned<Destination> found) {
        Destination destination = found.content();
        Capabilities capabilities = networks.network(destination.account(owner)).capabilities();
        return Uni.combine()
                .all()
                .unis(
                        conditions.get(owner, destination.id(), found.changedAt()),
                        agenda.backlog(owner, destination.id(), clock.instant()))
                .asTuple()
                .map(tuple -> new View(
                        destination.id(),
                        destination.name(),
                        destination.connector(),
                        destination.settings(),
                        destination.credential(),
                        destination.namespaces(),
                        found.version(),
                        found.archived(),
                        found.changedAt(),
                        Abilities.of(capabilities),
                        tuple.getItem1().status().name().toLowerCase(Locale.ROOT),
                        tuple.getItem1().since(),
                        tuple.getItem1().lastError(),
                        tuple.getItem1().lastSuccessAt(),
                        tuple.getItem1().retryAt(),
                        tuple.getItem2()));
    }
}
