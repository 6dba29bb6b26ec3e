package dmp.segment.benchmark.service;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.UUID;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;
import dmp.segment.benchmark.Attributes;
import dmp.segment.benchmark.Profiles.Plain;

/** The events by which profiles of DMP-BE-1 come to be. */
final class Observations {

    /** One identifier in so many is linked to another. */
    private static final int LINKED = 2;

    private static final int MATCH_AUTHENTICATED = 3;

    private final String tenant;
    private final SplittableRandom random;
    private final Instant receivedAt;

    /** @param receivedAt also the moment at which the profiles are as old as the workload says */
    Observations(String tenant, long seed, Instant receivedAt) {
        this.tenant = tenant;
        this.random = new SplittableRandom(seed);
        this.receivedAt = receivedAt;
    }

    /**
     * One event for all attributes, and one for each realisation; of all profiles, in any order. Every second identifier is linked to
     * one that has no events of its own.
     */
    List<EventCollected> of(List<Plain> profiles, long firstNumber) {
        List<EventCollected> events = new ArrayList<>();
        long shift = receivedAt.getEpochSecond() - Attributes.NOW;
        for (int i = 0; i < profiles.size(); i++) {
            String identifier = StoredProfiles.identifier(firstNumber + i);
            List<ObservedLink> links = i % LINKED == 0
                    ? List.of(new ObservedLink(linked(firstNumber + i), MATCH_AUTHENTICATED))
                    : List.of();
            events.add(event(identifier, links, receivedAt, profiles.get(i).keyToValue(), List.of()));
            profiles.get(i).traitToOccurrences().forEach((trait, seconds) -> {
                for (long second : seconds) {
                    // Somewhere within the second, as real ones are.
                    Instant at = Instant.ofEpochMilli((second + shift) * 1_000 - random.nextLong(1_000));
                    events.add(event(identifier, List.of(), at, Map.of(), List.of(trait)));
                }
            });
        }
        Collections.shuffle(events, new Random(random.nextLong()));
        return events;
    }

    /** The one that an identifier is linked to. */
    static String linked(long number) {
        return "partner:crm:" + number;
    }

    EventCollected event(
            String identifier,
            List<ObservedLink> links,
            Instant at,
            Map<String, String> attributes,
            List<String> traits) {
        return new EventCollected(
                new UUID(random.nextLong(), random.nextLong()).toString(),
                tenant,
                ServicePair.SOURCE,
                identifier,
                links,
                "visit",
                at,
                receivedAt.isAfter(at) ? receivedAt : at,
                attributes,
                traits,
                Consent.ALL,
                Consent.ALL);
    }
}
