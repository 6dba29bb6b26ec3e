package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher.Outgoing;

/**
 * The consumer of one partition of some topics. It takes batches, repeats those that fail, and commits now and then.
 * Sometimes it loses its partition to a successor that starts at what was committed: either it has died, in the middle of
 * whatever it was doing, or it does not know yet and goes on with the batch it has.
 */
final class SimulatedConsumer {

    /** What a process does with a batch; it is told how to find out that it is dead. */
    interface Program extends Function<BooleanSupplier, Function<List<Incoming<Object>>, Uni<Void>>> {}

    private final Chance chance;
    private final SimulatedKafka kafka;
    private final List<String> topics;
    private final int partition;
    private final Program program;
    private final Map<String, Integer> topicToCommitted = new HashMap<>();
    private Member current;
    private int replacementsLeft;

    SimulatedConsumer(
            Chance chance,
            SimulatedKafka kafka,
            List<String> topics,
            int partition,
            int replacements,
            Program program) {
        this.chance = chance;
        this.kafka = kafka;
        this.topics = topics;
        this.partition = partition;
        this.replacementsLeft = replacements;
        this.program = program;
    }

    void start() {
        if (current != null) {
            current.isDead = chance.random.nextBoolean();
        }
        current = new Member();
        current.poll(0);
        if (replacementsLeft > 0) {
            replacementsLeft--;
            chance.sometime(this::start);
        }
    }

    /** True when something has come that has not been committed. */
    boolean isBehind() {
        return topics.stream()
                .anyMatch(topic -> topicToCommitted.getOrDefault(topic, 0)
                        < kafka.partition(topic, partition).size());
    }

    private final class Member {
        private final Map<String, Integer> topicToNext = new HashMap<>(topicToCommitted);
        private final Function<List<Incoming<Object>>, Uni<Void>> step = program.apply(() -> this.isDead);
        private boolean isDead;

        private void poll(int idle) {
            chance.sometime(() -> {
                if (this != current) {
                    return;
                }
                List<Incoming<Object>> batch = nextBatch();
                if (!batch.isEmpty()) {
                    process(batch);
                } else if (idle < 10) {
                    poll(idle + 1);
                }
            });
        }

        private List<Incoming<Object>> nextBatch() {
            List<Incoming<Object>> batch = new ArrayList<>();
            for (String topic : topics) {
                List<Outgoing> log = kafka.partition(topic, partition);
                int next = topicToNext.getOrDefault(topic, 0);
                int until = Math.min(log.size(), next + chance.random.nextInt(6));
                for (int offset = next; offset < until; offset++) {
                    batch.add(new Incoming<>(log.get(offset).message(), offset));
                }
                topicToNext.put(topic, until);
            }
            return batch;
        }

        private void process(List<Incoming<Object>> batch) {
            step.apply(batch).subscribe().with(done -> committed(), failure -> process(batch));
        }

        private void committed() {
            if (this == current) {
                if (chance.random.nextBoolean()) {
                    topicToCommitted.putAll(topicToNext);
                }
                poll(0);
            }
        }
    }
}
