package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.fact.ReplayEvent;
import dmp.profile.stream.Publisher.Outgoing;
import dmp.profile.trait.TraitsForTests;
import dmp.profile.trait.TraitsInForce;

/**
 * One trait that changes. Each process hears of a change at some moment; when all have that own a partition, the events that have come
 * until then are replayed, some of them twice, unless the trait has changed again.
 */
final class SimulatedTraits {

    static final String TRAIT = "pricing-visitor";

    /** Page views of a path, each worth what a signal says. */
    record Definition(String path, String worth) {}

    static final Definition FIRST = new Definition("/pricing", "custom.k0");

    private final Chance chance;
    private final SimulatedKafka kafka;
    private final List<Definition> versions = new ArrayList<>(List.of(FIRST));
    private final Map<Integer, Process> partitionToOwner = new HashMap<>();

    private final class Process {
        private final TraitsInForce traits = new TraitsInForce();
        private int version;

        private Process() {
            hear();
        }

        private void hear() {
            version = versions.size();
            replace(traits, version);
        }
    }

    SimulatedTraits(Chance chance, SimulatedKafka kafka) {
        this.chance = chance;
        this.kafka = kafka;
    }

    /** As a process knows them that begins to own this partition of the events. */
    TraitsInForce forOwner(int partition) {
        Process owner = new Process();
        partitionToOwner.put(partition, owner);
        return owner.traits;
    }

    /** The definition that is to hold in the end. */
    Definition last() {
        return versions.getLast();
    }

    void change(Definition definition) {
        versions.add(definition);
        partitionToOwner.values().forEach(owner -> chance.sometime(owner::hear));
        int version = versions.size();
        chance.sometime(() -> backfill(version));
    }

    private void backfill(int version) {
        if (version < versions.size()) {
            return;
        }
        if (partitionToOwner.values().stream().anyMatch(owner -> owner.version < version)) {
            chance.sometime(() -> backfill(version));
            return;
        }
        for (int partition = 0; partition < SimulatedKafka.PARTITIONS; partition++) {
            for (Outgoing outgoing : kafka.partition(IngestionTopics.EVENTS, partition)) {
                replay((EventCollected) outgoing.message(), version);
            }
        }
    }

    private void replay(EventCollected event, int version) {
        Long worth = worth(event, version);
        boolean mayHaveRealised = false;
        for (int earlier = 1; earlier < version; earlier++) {
            mayHaveRealised |= worth(event, earlier) != null;
        }
        if (worth != null || mayHaveRealised) {
            ReplayEvent order = new ReplayEvent(TRAIT, version, worth != null, worth == null ? 0 : worth, event);
            for (int times = 1 + chance.random.nextInt(2); times > 0; times--) {
                chance.sometime(() -> kafka.append(new Outgoing(ReplayEvent.TOPIC, event.key(), order)));
            }
        }
    }

    /** Null when the event does not realise this version. */
    private Long worth(EventCollected event, int version) {
        TraitsInForce traits = new TraitsInForce();
        replace(traits, version);
        return traits.matching(event).get(TRAIT);
    }

    private void replace(TraitsInForce traits, int version) {
        Definition definition = versions.get(version - 1);
        TraitsForTests.replace(traits, "acme", TRAIT, definition.path(), definition.worth(), version);
    }
}
