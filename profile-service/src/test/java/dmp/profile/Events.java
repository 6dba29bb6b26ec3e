package dmp.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;

/** Events for tests. */
public final class Events {

    /** Five seconds before midnight, so that what happens around it is of two days. */
    public static final Instant START = Instant.parse("2026-11-23T23:59:55Z");

    private Events() {}

    public static EventCollected event(String id, String identifier, Instant at, Map<String, String> signals) {
        return event(id, identifier, at, signals, List.of(), Consent.ALL);
    }

    public static EventCollected event(
            String id,
            String identifier,
            Instant at,
            Map<String, String> signals,
            List<String> links,
            Consent consent) {
        boolean tellsOnlyConsent =
                signals.getOrDefault("event.name", "page-view").equals(EventCollected.CONSENT);
        return new EventCollected(
                id,
                "acme",
                "www",
                identifier,
                links.stream().map(link -> new ObservedLink(link, 3)).toList(),
                signals.getOrDefault("event.name", "page-view"),
                at,
                at,
                tellsOnlyConsent ? Map.of() : signals,
                List.of(),
                consent,
                Consent.ALL);
    }

    /** The same event from a source whose contract allows no more than this. */
    public static EventCollected underContract(EventCollected event, Consent contract) {
        return new EventCollected(
                event.id(),
                event.tenant(),
                event.source(),
                event.identifier(),
                event.links(),
                event.name(),
                event.occurredAt(),
                event.receivedAt(),
                event.signals(),
                event.onboardedTraits(),
                event.consent(),
                contract);
    }

    /** An event of one of the identifiers, few enough ids and moments that events collide in every way. */
    public static EventCollected random(Random random, List<String> identifiers, List<String> sources) {
        Instant at = START.plusMillis(random.nextInt(40) * 250L);
        String identifier = Cases.oneOf(random, identifiers);
        int mood = random.nextInt(10);
        if (mood == 0) {
            return new EventCollected(
                    "e" + random.nextInt(1_000),
                    "acme",
                    Cases.oneOf(random, sources),
                    identifier,
                    List.of(),
                    EventCollected.CONSENT,
                    at,
                    at,
                    Map.of(),
                    List.of(),
                    random.nextBoolean() ? Consent.NONE : new Consent(true, random.nextBoolean(), true),
                    contract(random));
        }
        Map<String, String> signals = new TreeMap<>();
        signals.put("event.name", "page-view");
        signals.put("page.path", random.nextBoolean() ? "/pricing" : "/");
        if (random.nextBoolean()) {
            signals.put("geo.city", Cases.oneOf(random, List.of("London", "Paris", "Oslo")));
        }
        if (random.nextBoolean()) {
            signals.put("custom.k" + random.nextInt(3), Integer.toString(random.nextInt(3)));
        }
        List<ObservedLink> links = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            links.add(new ObservedLink(Cases.oneOf(random, identifiers), random.nextInt(5)));
        }
        return new EventCollected(
                "e" + random.nextInt(1_000),
                "acme",
                Cases.oneOf(random, sources),
                identifier,
                links,
                "page-view",
                at,
                at.plusMillis(random.nextInt(5)),
                signals,
                List.of(),
                mood == 1 ? new Consent(true, false, true) : new Consent(true, true, random.nextInt(5) > 0),
                contract(random));
    }

    private static Consent contract(Random random) {
        return new Consent(true, random.nextInt(8) > 0, random.nextInt(8) > 0);
    }
}
