package dmp.profile.view;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.smallrye.mutiny.Uni;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.fact.Facts;
import dmp.profile.fact.FactsStore;
import dmp.profile.fact.Observation;
import dmp.profile.identity.Component;
import dmp.profile.store.IdentifierKey;
import dmp.profile.trait.TraitsInForce;

/** Makes the view through an identifier from the facts of its component. The stream and the look-up use the same. */
public final class Views {

    private final FactsStore store;
    private final TraitsInForce traits;
    private final int size;

    /** @param size how many identifiers a view unites at most */
    public Views(FactsStore store, TraitsInForce traits, int size) {
        this.store = store;
        this.traits = traits;
        this.size = size;
    }

    /** How many identifiers a view unites at most. */
    public int size() {
        return size;
    }

    /** The part of a component that views unite. */
    public Component seenThrough(Component component) {
        return component.closest(size);
    }

    /** The facts of all these identifiers, in one round trip. */
    public Uni<Map<IdentifierKey, Facts>> facts(Collection<IdentifierKey> identifiers) {
        List<IdentifierKey> keys = List.copyOf(identifiers);
        return store.read(keys).map(known -> {
            Map<IdentifierKey, Facts> keyToFacts = new HashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                keyToFacts.put(keys.get(i), known.get(i).state().facts());
            }
            return keyToFacts;
        });
    }

    /**
     * The view through an identifier.
     *
     * @param component the part of its component that is united, see {@link #seenThrough}
     * @param keyToFacts the facts of at least those identifiers
     */
    public ProfileChanged profile(
            IdentifierKey key,
            Component component,
            Map<IdentifierKey, Facts> keyToFacts,
            long version,
            Instant now,
            Instant receivedAt) {
        boolean forgotten =
                keyToFacts.get(key).isErased() && component.identifiers().size() == 1;
        if (forgotten) {
            return new ProfileChanged(
                    key.tenant(), key.identifier(), version, now, receivedAt, List.of(), List.of(), List.of());
        }
        ToLongFunction<String> expiry = traits.expiry(key.tenant(), now);
        List<ProfileChanged.Facts> facts = Bounded.fitting(component.identifiers().stream()
                .map(identifier -> visible(
                        identifier, keyToFacts.get(key.sibling(identifier)).withoutExpired(expiry)))
                .toList());
        Component united = component.closest(facts.size());
        return new ProfileChanged(
                key.tenant(),
                key.identifier(),
                version,
                now,
                receivedAt,
                facts,
                List.of(new ProfileChanged.MergedIdentifiers(
                        ProfileChanged.LINKED_DEVICES,
                        united.identifiers(),
                        united.leftOut().size())),
                links(united));
    }

    private static List<ProfileChanged.Link> links(Component united) {
        Map<String, Integer> identifierToPlace = new HashMap<>();
        united.identifiers().forEach(identifier -> identifierToPlace.put(identifier, identifierToPlace.size()));
        return united.endsToDay().entrySet().stream()
                .map(entry -> {
                    int one = identifierToPlace.get(entry.getKey().one());
                    int other = identifierToPlace.get(entry.getKey().other());
                    return new ProfileChanged.Link(
                            Math.min(one, other),
                            Math.max(one, other),
                            entry.getKey().matchMethod(),
                            entry.getValue());
                })
                .toList();
    }

    /** What may be shown of facts: nothing but the consent itself unless it allows profiling. */
    private static ProfileChanged.Facts visible(String identifier, Facts facts) {
        Facts.Consent consent = facts.consent();
        if (consent == null || !consent.profiling()) {
            return new ProfileChanged.Facts(identifier, told(consent), Map.of(), List.of());
        }
        Map<String, ProfileChanged.Attribute> attributes = new HashMap<>();
        facts.attributes()
                .forEach((key, attribute) -> attributes.put(
                        key,
                        new ProfileChanged.Attribute(
                                attribute.value(),
                                Instant.ofEpochMilli(attribute.observation().at()),
                                attribute.source())));
        List<ProfileChanged.Realisations> realisations = facts.realisations().entrySet().stream()
                .map(entry -> new ProfileChanged.Realisations(
                        entry.getKey().trait(),
                        entry.getKey().source(),
                        entry.getValue().observations().stream()
                                .map(Views::second)
                                .toList(),
                        entry.getValue().worths()))
                .toList();
        return new ProfileChanged.Facts(identifier, told(consent), attributes, realisations);
    }

    private static ProfileChanged.Consent told(Facts.Consent consent) {
        return consent == null
                ? null
                : new ProfileChanged.Consent(
                        consent.profiling(), consent.activation(), Instant.ofEpochMilli(consent.at()));
    }

    private static Long second(Observation observation) {
        return Math.floorDiv(observation.at(), 1_000L);
    }
}
