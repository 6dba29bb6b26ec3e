package dmp.profile.lookup;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

import dmp.profile.access.CurrentTenant;
import dmp.profile.access.Problem;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.identity.Component;
import dmp.profile.identity.Components;
import dmp.profile.identity.Link;
import dmp.profile.identity.Links;
import dmp.profile.identity.LinksState;
import dmp.profile.policy.MergePolicies;
import dmp.profile.policy.MergePolicy;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.view.Views;

/** Shows profiles as they are now. */
@Path("/v1/profiles/{namespace}/{value}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Profiles", description = "What is known through an identifier")
class ProfileResource {

    private static final int LEFT_OUT_SHOWN = 20;
    private static final int POLICIES_SHOWN = 100;

    private final StateStore store;
    private final Components components;
    private final Views views;
    private final MergePolicies policies;
    private final CurrentTenant tenant;
    private final Clock clock = Clock.systemUTC();

    ProfileResource(
            StateStore store, Components components, Views views, MergePolicies policies, CurrentTenant tenant) {
        this.store = store;
        this.components = components;
        this.views = views;
        this.policies = policies;
        this.tenant = tenant;
    }

    @GET
    @PermissionsAllowed("profiles:read")
    @Operation(
            summary = "Shows what is known through an identifier",
            description =
                    "Its own facts with their source and time, its links with their evidence, and the merged view under each policy.")
    public Uni<ProfileView> show(@RestPath String namespace, @RestPath String value) {
        IdentifierKey key = tenant.identifier(namespace, value);
        return store.read(List.of(key.linksKey(), key.factsKey())).chain(stored -> {
            Links links = LinksState.of(stored.getFirst()).links();
            if (links.live().isEmpty() && stored.getLast().isAbsent()) {
                throw Problem.notFound("Nothing is known of this identifier.");
            }
            return components.of(key, links).chain(component -> show(key, links, views.seenThrough(component)));
        });
    }

    private Uni<ProfileView> show(IdentifierKey key, Links links, Component component) {
        Instant now = clock.instant();
        return views.facts(component.identifiers().stream().map(key::sibling).toList())
                .map(keyToFacts -> views.profile(key, component, keyToFacts, 0, now, null))
                .chain(profile -> {
                    if (profile.isForgotten()) {
                        throw Problem.notFound("Nothing is known of this identifier.");
                    }
                    Component united = component.closest(profile.facts().size());
                    return policies.inForce(key.tenant(), POLICIES_SHOWN)
                            .map(own -> shown(profile, links, united, own, now));
                });
    }

    private static ProfileView shown(
            ProfileChanged profile, Links links, Component united, List<MergePolicy> policies, Instant now) {
        ProfileChanged.Facts own = profile.facts().getFirst();
        List<ProfileView.Merged> merged = new ArrayList<>();
        merged.add(merged(ProfileChanged.DEVICE_ONLY, List.of(own), new TreeMap<>()));
        merged.add(merged(ProfileChanged.LINKED_DEVICES, profile.facts(), united.leftOut()));
        long today = now.atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay();
        for (MergePolicy policy : policies) {
            List<String> identifiers = policy.rule().unite(profile, today).identifiers();
            merged.add(merged(
                    policy.id(),
                    profile.facts().stream()
                            .filter(facts -> identifiers.contains(facts.identifier()))
                            .sorted(Comparator.comparingInt(facts -> identifiers.indexOf(facts.identifier())))
                            .toList(),
                    new TreeMap<>()));
        }
        return new ProfileView(
                profile.identifier(),
                new ProfileView.OwnFacts(own.consent(), new TreeMap<>(own.attributes()), realised(List.of(own))),
                links.otherToLink().entrySet().stream()
                        .filter(entry -> entry.getValue().isLive())
                        .map(entry -> linked(entry.getKey(), entry.getValue().latest()))
                        .toList(),
                links.isHub(),
                merged);
    }

    private static ProfileView.Linked linked(String other, Link.Evidence evidence) {
        return new ProfileView.Linked(
                other, evidence.source(), evidence.matchMethod(), Instant.ofEpochMilli(evidence.at()));
    }

    private static ProfileView.Merged merged(
            String mergePolicy, List<ProfileChanged.Facts> facts, SortedMap<String, Component.Reason> leftOut) {
        SortedMap<String, ProfileView.MergedAttribute> attributes = new TreeMap<>();
        for (ProfileChanged.Facts one : facts) {
            one.attributes()
                    .forEach((key, attribute) -> attributes.merge(
                            key,
                            new ProfileView.MergedAttribute(
                                    attribute.value(), attribute.at(), attribute.source(), one.identifier()),
                            BinaryOperator.maxBy(Comparator.comparing(ProfileView.MergedAttribute::at))));
        }
        return new ProfileView.Merged(
                mergePolicy,
                facts.stream().map(ProfileChanged.Facts::identifier).toList(),
                leftOut.size(),
                leftOut.entrySet().stream()
                        .limit(LEFT_OUT_SHOWN)
                        .map(entry -> new ProfileView.LeftOut(
                                entry.getKey(), entry.getValue().word()))
                        .toList(),
                attributes,
                realised(facts));
    }

    private static BigDecimal value(long millionths) {
        BigDecimal value = BigDecimal.valueOf(millionths, 6).stripTrailingZeros();
        return value.scale() < 0 ? value.setScale(0) : value;
    }

    private static List<ProfileView.Realised> realised(List<ProfileChanged.Facts> facts) {
        return facts.stream()
                .flatMap(one -> one.realisations().stream()
                        .map(realisations -> new ProfileView.Realised(
                                realisations.trait(),
                                realisations.source(),
                                one.identifier(),
                                realisations.at().stream()
                                        .map(Instant::ofEpochSecond)
                                        .toList(),
                                realisations.values().stream()
                                        .map(ProfileResource::value)
                                        .toList())))
                .toList();
    }
}
