package dmp.activation.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
import dmp.activation.background.Patience;
import dmp.activation.campaign.Campaign.Activation;
import dmp.activation.definition.Versioned;

@Path("/v1/campaigns")
@Tag(name = "Campaigns", description = "Which segments go to which destinations, and when.")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class CampaignResource {

    private static final String EXAMPLE = """
            {"id":"holiday","name":"Holiday offers","flight":{"start":"2026-12-01T00:00:00Z","end":"2026-12-27T00:00:00Z"},
             "activations":[{"segment":"london-returning-pricing","destination":"ttd-emea"}],
             "frequencyCap":{"impressions":3,"hours":24},"goal":"10,000 visits"}""";

    /** Who creates a segment and then a campaign on it need not wait between the two: we do, a little. */
    private static final Duration SEGMENT_MAY_BE_ON_ITS_WAY = Duration.ofMillis(400);

    private static final int LOOKS = 6;

    private final Campaigns campaigns;
    private final CurrentTenant tenant;
    private final InstantSource clock;
    private final Patience patience;

    CampaignResource(Campaigns campaigns, CurrentTenant tenant, InstantSource clock, Patience patience) {
        this.campaigns = campaigns;
        this.tenant = tenant;
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * A campaign as its owner sees it.
     *
     * @param state planned, running, over or archived
     */
    record View(
            String id,
            String name,
            Campaign.Flight flight,
            List<Activation> activations,
            Campaign.FrequencyCap frequencyCap,
            String goal,
            String state,
            long version,
            Instant changedAt) {}

    @POST
    @PermissionsAllowed("campaigns:write")
    @Operation(summary = "Create a campaign")
    @RequestBody(content = @Content(examples = @ExampleObject(EXAMPLE)))
    public Uni<RestResponse<View>> create(Campaign asked) {
        String owner = tenant.id();
        if (asked == null) {
            throw Problem.bodyMissing("campaign");
        }
        Campaign campaign = asked.id() != null ? asked : asked.withId(Slug.from(asked.name()));
        return check(owner, campaign)
                .chain(() -> campaigns.create(owner, campaign))
                .map(this::view)
                .map(view -> Versions.created("/v1/campaigns/" + view.id(), view, view.version()));
    }

    @GET
    @PermissionsAllowed("campaigns:read")
    @Operation(summary = "List campaigns, archived ones left out")
    public Uni<Page<View>> list(@QueryParam("limit") @DefaultValue("50") int limit, @QueryParam("after") String after) {
        return campaigns
                .list(tenant.id(), Page.limit(limit), after)
                .map(found -> Page.of(found.stream().map(this::view).toList(), limit, View::id));
    }

    @GET
    @Path("{id}")
    @PermissionsAllowed("campaigns:read")
    @Operation(summary = "A campaign")
    public Uni<RestResponse<View>> get(String id) {
        return campaigns.get(tenant.id(), id).map(this::view).map(CampaignResource::tagged);
    }

    @PUT
    @Path("{id}")
    @PermissionsAllowed("campaigns:write")
    @Operation(summary = "Change a campaign", description = "The networks are brought in step at once.")
    public Uni<RestResponse<View>> change(String id, @HeaderParam("If-Match") String ifMatch, Campaign asked) {
        String owner = tenant.id();
        if (asked == null) {
            throw Problem.bodyMissing("campaign");
        }
        Slug.requireSame(id, asked.id());
        Campaign campaign = asked.withId(id);
        return campaigns
                .get(owner, id)
                .chain(() -> check(owner, campaign))
                .chain(() -> campaigns.change(owner, id, ifMatch, campaign))
                .map(this::view)
                .map(CampaignResource::tagged);
    }

    @DELETE
    @Path("{id}")
    @PermissionsAllowed("campaigns:write")
    @Operation(summary = "Archive a campaign", description = "What networks hold because of it is taken back.")
    public Uni<Void> archive(String id) {
        return campaigns.archive(tenant.id(), id);
    }

    private Uni<Void> check(String owner, Campaign campaign) {
        List<Fault> faults = new ArrayList<>();
        if (!Slug.isValid(campaign.id())) {
            faults.add(new Fault("/id", "id-invalid", "An id is " + Slug.RULE + '.'));
        }
        if (campaign.name() == null || campaign.name().isBlank()) {
            faults.add(new Fault("/name", "name-missing", "Give it a name."));
        }
        Campaign.Flight flight = campaign.flight();
        if (flight == null || flight.start() == null || flight.end() == null) {
            faults.add(new Fault("/flight", "flight-missing", "Say when it starts and ends."));
        } else if (!flight.start().isBefore(flight.end())) {
            faults.add(new Fault("/flight/end", "flight-ends-before-start", "The end comes after the start."));
        }
        Campaign.FrequencyCap cap = campaign.frequencyCap();
        if (cap != null && (cap.impressions() < 1 || cap.hours() < 1)) {
            faults.add(new Fault("/frequencyCap", "frequency-cap-invalid", "Impressions and hours are at least 1."));
        }
        if (campaign.activations().isEmpty()) {
            faults.add(
                    new Fault("/activations", "activations-missing", "Name at least one segment and its destination."));
        }
        Set<String> wanted = new HashSet<>();
        campaign.activations().forEach(activation -> wanted.add(activation.segment()));
        return campaigns
                .liveDestinations(owner)
                .chain(destinations -> segments(owner, wanted, LOOKS).invoke(segments -> {
                    faults.addAll(faults(campaign.activations(), segments, destinations));
                    if (!faults.isEmpty()) {
                        throw Problem.invalid(faults);
                    }
                }))
                .replaceWithVoid();
    }

    private Uni<Set<String>> segments(String owner, Set<String> wanted, int looks) {
        return campaigns
                .knownSegments(owner)
                .chain(known -> known.containsAll(wanted) || looks <= 1
                        ? Uni.createFrom().item(known)
                        : patience.pause(SEGMENT_MAY_BE_ON_ITS_WAY).chain(() -> segments(owner, wanted, looks - 1)));
    }

    static List<Fault> faults(List<Activation> activations, Set<String> segments, Set<String> destinations) {
        List<Fault> faults = new ArrayList<>();
        Set<Activation> seen = new HashSet<>();
        for (int i = 0; i < activations.size(); i++) {
            Activation activation = activations.get(i);
            String pointer = "/activations/" + i;
            if (activation.segment() == null || !segments.contains(activation.segment())) {
                faults.add(new Fault(
                        pointer + "/segment", "segment-unknown", "There is no such segment, or it is archived."));
            }
            if (activation.destination() == null || !destinations.contains(activation.destination())) {
                faults.add(new Fault(
                        pointer + "/destination",
                        "destination-unknown",
                        "There is no such destination, or it is archived."));
            }
            if (!seen.add(activation)) {
                faults.add(new Fault(pointer, "activation-repeated", "Name each segment and destination once."));
            }
        }
        return faults;
    }

    private static RestResponse<View> tagged(View view) {
        return Versions.tagged(view, view.version());
    }

    private View view(Versioned<Campaign> found) {
        Campaign campaign = found.content();
        return new View(
                campaign.id(),
                campaign.name(),
                campaign.flight(),
                campaign.activations(),
                campaign.frequencyCap(),
                campaign.goal(),
                state(found, clock.instant()),
                found.version(),
                found.changedAt());
    }

    static String state(Versioned<Campaign> found, Instant now) {
        if (found.archived()) {
            return "archived";
        }
        Campaign.Flight flight = found.content().flight();
        if (now.isBefore(flight.start())) {
            return "planned";
        }
        return flight.isRunningAt(now) ? "running" : "over";
    }
}
