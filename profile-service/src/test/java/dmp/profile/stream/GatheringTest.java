package dmp.profile.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GatheringTest {

    private static final String TOPIC = "topic";

    /** What each run of the step was given, and how it ends. */
    private final List<List<String>> runs = new ArrayList<>();

    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private final Gathering gathering = new Gathering(
            records -> {
                runs.add(records.stream().map(ConsumerRecord::key).toList());
                ends.add(new CompletableFuture<>());
                return Uni.createFrom().completionStage(ends.getLast());
            },
            Runnable::run);

    @Test
    void aLoneBatchIsDoneAtOnceAndAcknowledgedAtItsEnd() {
        add("a");

        assertEquals(List.of(List.of("a")), runs);
        assertEquals(List.of(), acknowledged);
        ends.getFirst().complete(null);
        assertEquals(List.of("a"), acknowledged);
    }

    @Test
    void whatComesMeanwhileIsDoneTogetherNextInItsOrder() {
        add("a");
        add("b", "c");
        add("d");

        ends.getFirst().complete(null);

        assertEquals(List.of(List.of("a"), List.of("b", "c", "d")), runs);
        assertEquals(List.of("a"), acknowledged);
        ends.getLast().complete(null);
        assertEquals(List.of("a", "b", "d"), acknowledged);
        add("e");
        assertEquals(List.of("e"), runs.getLast());
    }

    @Test
    void noMoreAreTakenInWhileEnoughWait() {
        assertTrue(add("a").isDone());
        assertTrue(add(numbered(Gathering.MOST - 1)).isDone());
        CompletableFuture<Void> room = add("last");

        assertFalse(room.isDone());
        ends.getFirst().complete(null);
        assertTrue(room.isDone());
        assertEquals(Gathering.MOST, runs.getLast().size());
        assertTrue(add("b").isDone());
    }

    @Test
    void nothingIsDoneBehindWhatHasFailed() {
        add("a");
        add("b");

        ends.getFirst().completeExceptionally(new IllegalStateException("cannot be"));
        add("c");

        assertEquals(List.of(List.of("a")), runs);
        assertEquals(List.of("a"), refused);
        assertEquals(List.of(), acknowledged);
    }

    private CompletableFuture<Void> add(String... keys) {
        List<ConsumerRecord<String, byte[]>> records = IntStream.range(0, keys.length)
                .mapToObj(i -> new ConsumerRecord<>(TOPIC, 0, i, keys[i], new byte[0]))
                .toList();
        ConsumerRecords<String, byte[]> batch =
                new ConsumerRecords<>(Map.of(new TopicPartition(TOPIC, 0), records), Map.of());
        return gathering
                .add(Message.of(
                        batch,
                        () -> {
                            acknowledged.add(keys[0]);
                            return CompletableFuture.completedFuture(null);
                        },
                        _ -> {
                            refused.add(keys[0]);
                            return CompletableFuture.completedFuture(null);
                        }))
                .subscribeAsCompletionStage();
    }

    private static String[] numbered(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }
}
