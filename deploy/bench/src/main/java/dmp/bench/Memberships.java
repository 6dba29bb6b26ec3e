package dmp.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

import dmp.e2e.platform.Http;

/**
 * Sees memberships the moment they are published, by reading their topic as activation-service does. Only records of
 * identifiers that somebody waits for are decoded.
 */
final class Memberships implements AutoCloseable {

    private final Map<String, CompletableFuture<Long>> keyToSeenAt = new ConcurrentHashMap<>();
    private final String tenant;
    private final String segment;
    private final Thread reader;
    private volatile boolean closed;

    Memberships(String bootstrapServers, List<TopicPartition> partitions, String tenant, String segment) {
        this.tenant = tenant;
        this.segment = segment;
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "fetch.max.wait.ms", 10),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy: without this the first records might be missed.
        partitions.forEach(consumer::position);
        this.reader = Thread.ofPlatform().name("memberships").daemon().start(() -> read(consumer));
    }

    /** To be called before the event is sent; completes with the {@link System#nanoTime()} at which it was seen to be a member. */
    CompletableFuture<Long> awaitMember(String identifier) {
        return keyToSeenAt.computeIfAbsent(tenant + "|" + identifier, key -> new CompletableFuture<>());
    }

    /** @throws VoidRun when it takes longer than ten seconds */
    static long seenAt(CompletableFuture<Long> seen, String identifier) throws InterruptedException {
        try {
            return seen.get(10, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new VoidRun(identifier + " did not become a member within 10 s");
        } catch (ExecutionException e) {
            throw new VoidRun("memberships cannot be read: " + e.getCause());
        }
    }

    private void read(KafkaConsumer<String, byte[]> consumer) {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<String, byte[]> membershipChanged : consumer.poll(Duration.ofMillis(100))) {
                    CompletableFuture<Long> seen = keyToSeenAt.get(membershipChanged.key());
                    if (seen != null && isMember(membershipChanged.value())) {
                        seen.complete(System.nanoTime());
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            keyToSeenAt.values().forEach(seen -> seen.completeExceptionally(e));
        }
    }

    private boolean isMember(byte[] membershipChanged) throws IOException {
        for (JsonNode membership : Http.JSON.readTree(membershipChanged).path("memberships")) {
            if (membership.path("segment").asText().equals(segment)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        reader.join();
    }
}
