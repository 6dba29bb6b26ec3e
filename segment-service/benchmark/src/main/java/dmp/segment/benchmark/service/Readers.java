package dmp.segment.benchmark.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far the services have read their topics. */
final class Readers implements AutoCloseable {

    static final Reading FACTS = new Reading("profile-facts", "dmp.events.v1");
    private static final Reading VIEWS = new Reading("profile-views", "dmp.profile.announcements.v1");
    private static final Reading MEMBERSHIPS = new Reading("segment-memberships", "dmp.profiles.v1");

    private static final Duration AGAIN = Duration.ofMillis(200);

    private final Admin admin;

    Readers(String kafka) {
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
    }

    record Reading(String group, String topic) {}

    /** Until every event has become facts, views and memberships. */
    void awaitAll() throws InterruptedException, ExecutionException {
        // The later ones first: what they have not read yet may come of what the earlier ones still do.
        while (!isDone(MEMBERSHIPS) || !isDone(VIEWS) || !isDone(FACTS) || !isDone(MEMBERSHIPS)) {
            Thread.sleep(AGAIN);
        }
    }

    boolean isDone(Reading reading) throws InterruptedException, ExecutionException {
        return read(reading) == written(reading.topic());
    }

    /** Records that the group has read and confirmed. */
    long read(Reading reading) throws InterruptedException, ExecutionException {
        return admin.listConsumerGroupOffsets(reading.group()).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(offset -> offset.getKey().topic().equals(reading.topic()) && offset.getValue() != null)
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }

    long written(String topic) throws InterruptedException, ExecutionException {
        List<TopicPartition> partitions =
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
        return admin
                .listOffsets(
                        partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest())))
                .all()
                .get()
                .values()
                .stream()
                .mapToLong(end -> end.offset())
                .sum();
    }

    /** Records per second, while the group reads from one number of records to another. */
    double pace(Reading reading, long from, long to) throws InterruptedException, ExecutionException {
        long first = await(reading, from);
        Instant begun = Instant.now();
        long last = await(reading, to);
        return (last - first) * 1e3 / Duration.between(begun, Instant.now()).toMillis();
    }

    private long await(Reading reading, long records) throws InterruptedException, ExecutionException {
        long read = read(reading);
        while (read < records) {
            Thread.sleep(AGAIN);
            read = read(reading);
        }
        return read;
    }

    @Override
    public void close() {
        admin.close();
    }
}
