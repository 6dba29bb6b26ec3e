package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.smallrye.mutiny.Uni;

import dmp.profile.stream.Publisher;

/** Topics of two partitions. A publication's messages arrive one by one, and sometimes it fails when some or all have arrived. */
final class SimulatedKafka implements Publisher {

    static final int PARTITIONS = 2;

    private final Map<String, List<List<Outgoing>>> topicToPartitions;
    private final Chance chance;
    private final int failsOneIn;
    private final BooleanSupplier isDead;

    SimulatedKafka(Chance chance, int failsOneIn) {
        this(new HashMap<>(), chance, failsOneIn, () -> false);
    }

    private SimulatedKafka(
            Map<String, List<List<Outgoing>>> topicToPartitions,
            Chance chance,
            int failsOneIn,
            BooleanSupplier isDead) {
        this.topicToPartitions = topicToPartitions;
        this.chance = chance;
        this.failsOneIn = failsOneIn;
        this.isDead = isDead;
    }

    /** The same topics, as a process sees them that may die: what it was about to send then is never sent. */
    SimulatedKafka forProcess(BooleanSupplier isProcessDead) {
        return new SimulatedKafka(topicToPartitions, chance, failsOneIn, isProcessDead);
    }

    List<Outgoing> partition(String topic, int partition) {
        return topicToPartitions
                .computeIfAbsent(topic, key -> List.of(new ArrayList<>(), new ArrayList<>()))
                .get(partition);
    }

    void append(Outgoing message) {
        partition(message.topic(), Math.floorMod(message.key().hashCode(), PARTITIONS))
                .add(message);
    }

    @Override
    public Uni<Void> publish(List<Outgoing> messages) {
        return Uni.createFrom().emitter(emitter -> {
            int arriving = chance.oneIn(failsOneIn) ? chance.random.nextInt(messages.size() + 1) : Integer.MAX_VALUE;
            arrive(
                    messages,
                    0,
                    arriving,
                    () -> emitter.complete(null),
                    () -> emitter.fail(new IllegalStateException("not acknowledged")));
        });
    }

    private void arrive(List<Outgoing> messages, int next, int arriving, Runnable done, Runnable failed) {
        if (next == arriving) {
            failed.run();
        } else if (next == messages.size()) {
            done.run();
        } else {
            chance.sometime(() -> {
                if (isDead.getAsBoolean()) {
                    return;
                }
                append(messages.get(next));
                arrive(messages, next + 1, arriving, done, failed);
            });
        }
    }
}
