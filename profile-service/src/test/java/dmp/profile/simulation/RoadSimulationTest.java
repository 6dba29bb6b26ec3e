package dmp.profile.simulation;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.Cases;
import dmp.profile.Events;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;
import dmp.profile.fact.EraseIdentifier;
import dmp.profile.fact.FactsStepForTests;
import dmp.profile.fact.ReplayEvent;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Links;
import dmp.profile.store.IdentifierKey;
import dmp.profile.stream.Publisher.Outgoing;
import dmp.profile.trait.TraitsForTests;
import dmp.profile.view.ViewStepForTests;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * The two steps of the road with everything that may go wrong between them: messages late, repeated and out of order, calls
 * that fail before or after having had an effect, processes that die or go on without knowing that they have been replaced,
 * and every interleaving of their reads and writes that chance brings. A trait changes meanwhile. When all is quiet, the last
 * profile published of each identifier must be what the set of all that was said makes it.
 */
class RoadSimulationTest {

    private static final List<String> IDENTIFIERS =
            List.of("cookie:a", "cookie:b", "cookie:c", "idfa:D", "partner:crm:5");
    private static final List<SimulatedTraits.Definition> DEFINITIONS = List.of(
            SimulatedTraits.FIRST,
            new SimulatedTraits.Definition("/", "custom.k0"),
            new SimulatedTraits.Definition("/pricing", "custom.k1"));
    private static final Clock CLOCK = Clock.fixed(Events.START.plusSeconds(60), ZoneOffset.UTC);

    @Test
    void theLastProfileOfEachIdentifierIsTheRightOneWhateverHappensOnTheWay() {
        Cases.check(1_500, RoadSimulationTest::simulate);
    }

    @Test
    void thoseAroundAHubAreLeftAloneUnlessTheLastWordReleasesIt() {
        Cases.check(30, random -> {
            Chance chance = new Chance(random);
            SimulatedStore store = new SimulatedStore(chance, 40);
            SimulatedKafka kafka = new SimulatedKafka(chance, 40);
            for (int i = 0; i <= Links.HUB_BOUND; i++) {
                EventCollected event = Events.event(
                        "e" + i,
                        "cookie:" + i,
                        Events.START.plusMillis(random.nextInt(1_000)),
                        Map.of("event.name", "page-view"),
                        List.of("partner:crm:hub"),
                        Consent.ALL);
                sayAfter(
                        chance,
                        random.nextInt(30),
                        () -> kafka.append(new Outgoing(IngestionTopics.EVENTS, event.key(), event)));
            }

            boolean released = false;
            for (int i = random.nextInt(3); i > 0; i--) {
                // Said in this order, heard in any.
                released = random.nextBoolean();
                IdentifierKey hub = new IdentifierKey("acme", "partner:crm:hub");
                Announcement ruling = Announcement.ofRuling(hub, Events.START.minusMillis(i), released);
                sayAfter(
                        chance,
                        random.nextInt(30),
                        () -> kafka.append(new Outgoing(Announcement.TOPIC, hub.recordKey(), ruling)));
            }

            untilQuiet(chance, store, kafka, new SimulatedTraits(chance, kafka));

            int others = Links.HUB_BOUND + 1;
            boolean together = released;
            published(kafka).forEach((identifier, latest) -> {
                ProfileChanged.MergedIdentifiers seen =
                        latest.getLast().mergePolicies().getFirst();
                int united = together ? ViewStepForTests.SIZE : 1;
                int known = together || identifier.equals("partner:crm:hub") ? 1 + others : 2;
                assertEquals(identifier, seen.identifiers().getFirst());
                assertEquals(united, seen.identifiers().size());
                assertEquals(known - united, seen.leftOut());
            });
        });
    }

    private static void simulate(Random random) {
        Chance chance = new Chance(random);
        int failsOneIn = random.nextBoolean() ? 15 : Integer.MAX_VALUE;
        SimulatedStore store = new SimulatedStore(chance, failsOneIn);
        SimulatedKafka kafka = new SimulatedKafka(chance, failsOneIn);
        SimulatedTraits traits = new SimulatedTraits(chance, kafka);
        int changes = random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            sayAfter(chance, random.nextInt(30), () -> traits.change(Cases.oneOf(random, DEFINITIONS)));
        }
        Said said = said(chance, kafka, changes > 0);

        untilQuiet(chance, store, kafka, traits);

        assertViews(
                new Expected(said.events(), said.identifierToErasures(), said.unlinks(), traits.last()),
                published(kafka));
    }

    private static void untilQuiet(Chance chance, SimulatedStore store, SimulatedKafka kafka, SimulatedTraits traits) {
        SimulatedDictionaries dictionaries = new SimulatedDictionaries(chance);
        List<SimulatedConsumer> consumers = new ArrayList<>();
        for (int p = 0; p < SimulatedKafka.PARTITIONS; p++) {
            int partition = p;
            consumers.add(new SimulatedConsumer(
                    chance,
                    kafka,
                    List.of(IngestionTopics.EVENTS, EraseIdentifier.TOPIC, ReplayEvent.TOPIC),
                    partition,
                    chance.random.nextInt(3),
                    isDead -> new FactsStepForTests(
                            store.forProcess(isDead),
                            dictionaries.forProcess(),
                            kafka.forProcess(isDead),
                            traits.forOwner(partition),
                            CLOCK)::handle));
            consumers.add(new SimulatedConsumer(
                    chance,
                    kafka,
                    List.of(Announcement.TOPIC),
                    partition,
                    chance.random.nextInt(3),
                    isDead -> new ViewStepForTests(
                            store.forProcess(isDead),
                            dictionaries.forProcess(),
                            kafka.forProcess(isDead),
                            TraitsForTests.pricingVisitor("acme"),
                            CLOCK)::handle));
        }
        do {
            consumers.forEach(SimulatedConsumer::start);
            chance.run();
        } while (consumers.stream().anyMatch(SimulatedConsumer::isBehind));
    }

    private record Said(
            Set<EventCollected> events,
            Map<String, List<Instant>> identifierToErasures,
            List<Expected.Unlink> unlinks) {}

    /**
     * Everything that is said, at random moments of the simulation: some of it twice, much of it late.
     *
     * @param everyIdOnce when a trait changes, what is told of one event in two ways may be forgotten, see
     *     adr-profile-traits-are-backfilled-by-replay
     */
    private static Said said(Chance chance, SimulatedKafka kafka, boolean everyIdOnce) {
        Random random = chance.random;
        Set<EventCollected> events = new HashSet<>();
        Set<String> ids = new HashSet<>();
        Map<String, List<Instant>> identifierToErasures = new HashMap<>();
        List<Expected.Unlink> unlinks = new ArrayList<>();
        for (int i = 1 + random.nextInt(16); i > 0; i--) {
            Instant at = Events.START.plusMillis(random.nextInt(40) * 250L);
            IdentifierKey key = new IdentifierKey("acme", Cases.oneOf(random, IDENTIFIERS));
            int kind = random.nextInt(12);
            Outgoing message;
            if (kind == 0) {
                identifierToErasures
                        .computeIfAbsent(key.identifier(), absent -> new ArrayList<>())
                        .add(at);
                message = new Outgoing(
                        EraseIdentifier.TOPIC,
                        key.recordKey(),
                        new EraseIdentifier("r" + i, key.tenant(), key.identifier(), at));
            } else if (kind == 1) {
                String other = Cases.oneOf(random, IDENTIFIERS);
                unlinks.add(new Expected.Unlink(key.identifier(), other, at));
                message =
                        new Outgoing(Announcement.TOPIC, key.recordKey(), Announcement.ofUnlink(key, other, at, true));
            } else {
                EventCollected event = Events.random(random, IDENTIFIERS, List.of("www", "app"));
                if (!ids.add(event.id()) && everyIdOnce) {
                    continue;
                }
                events.add(event);
                message = new Outgoing(IngestionTopics.EVENTS, event.key(), event);
            }
            for (int times = 1 + random.nextInt(2); times > 0; times--) {
                sayAfter(chance, random.nextInt(30), () -> kafka.append(message));
            }
        }
        return new Said(events, identifierToErasures, unlinks);
    }

    private static void sayAfter(Chance chance, int delays, Runnable say) {
        chance.sometime(delays == 0 ? say : () -> sayAfter(chance, delays - 1, say));
    }

    /** Of each identifier, the first and the last record with its highest version: a reader may keep either. */
    private static Map<String, List<ProfileChanged>> published(SimulatedKafka kafka) {
        Map<String, List<ProfileChanged>> identifierToLatest = new HashMap<>();
        for (int partition = 0; partition < SimulatedKafka.PARTITIONS; partition++) {
            for (Outgoing outgoing : kafka.partition(ProfileTopics.PROFILES, partition)) {
                ProfileChanged profile = (ProfileChanged) outgoing.message();
                List<ProfileChanged> latest =
                        identifierToLatest.computeIfAbsent(profile.identifier(), key -> new ArrayList<>());
                if (!latest.isEmpty() && latest.getFirst().version() < profile.version()) {
                    latest.clear();
                }
                if (latest.isEmpty() || latest.getFirst().version() == profile.version()) {
                    latest.add(profile);
                }
            }
        }
        return identifierToLatest;
    }

    private static void assertViews(Expected expected, Map<String, List<ProfileChanged>> identifierToLatest) {
        for (String identifier : IDENTIFIERS) {
            List<ProfileChanged.Facts> facts = expected.facts(identifier);
            List<ProfileChanged> latest =
                    identifierToLatest.getOrDefault(identifier, List.of(nothingKnownOf(identifier, facts.isEmpty())));
            for (ProfileChanged profile : latest) {
                assertEquals(facts, comparable(profile.facts(), facts), "view through " + identifier);
                if (!facts.isEmpty()) {
                    assertEquals(
                            expected.component(identifier),
                            profile.mergePolicies().getFirst().identifiers());
                    assertEquals(0, profile.mergePolicies().getFirst().leftOut());
                    assertEquals(expected.links(identifier), Set.copyOf(profile.links()), "links of " + identifier);
                }
            }
        }
    }

    private static ProfileChanged nothingKnownOf(String identifier, boolean forgotten) {
        List<ProfileChanged.Facts> facts =
                forgotten ? List.of() : List.of(new ProfileChanged.Facts(identifier, null, Map.of(), List.of()));
        return new ProfileChanged(
                "acme",
                identifier,
                0,
                Instant.EPOCH,
                null,
                facts,
                List.of(new ProfileChanged.MergedIdentifiers("linked-devices", List.of(identifier), 0)),
                List.of());
    }

    /** The same facts, without the values of attributes whose winner, and the order of realisations, the expectation leaves open. */
    private static List<ProfileChanged.Facts> comparable(
            List<ProfileChanged.Facts> actual, List<ProfileChanged.Facts> expected) {
        List<ProfileChanged.Facts> result = new ArrayList<>();
        for (ProfileChanged.Facts facts : actual) {
            Map<String, ProfileChanged.Attribute> attributes = new HashMap<>(facts.attributes());
            expected.stream()
                    .filter(other -> other.identifier().equals(facts.identifier()))
                    .forEach(other -> other.attributes().forEach((key, attribute) -> {
                        if (attribute.value().equals(Expected.ANY)) {
                            attributes.computeIfPresent(
                                    key,
                                    (same, found) ->
                                            new ProfileChanged.Attribute(Expected.ANY, found.at(), Expected.ANY));
                        }
                    }));
            result.add(new ProfileChanged.Facts(
                    facts.identifier(),
                    facts.consent(),
                    attributes,
                    facts.realisations().stream().map(Expected::comparable).toList()));
        }
        return result;
    }
}
