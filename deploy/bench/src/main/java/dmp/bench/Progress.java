package dmp.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far topics and their readers have come. */
final class Progress implements AutoCloseable {

    static final String EVENTS = "dmp.events.v1";
    static final String ANNOUNCEMENTS = "dmp.profile.announcements.v1";
    static final String PROFILES = "dmp.profiles.v1";
    static final String MEMBERSHIPS = "dmp.memberships.v1";

    /** The readers who write facts; what they have confirmed has been written and announced. */
    static final String FACTS_GROUP = "profile-facts";

    private final Admin admin;

    Progress(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** How many records were ever written to the topic. */
    long written(String topic) {
        return sum(endOffsets(topic));
    }

    /** How many records of the topic a group of readers has confirmed; 0 when it has confirmed none. */
    long confirmed(String group, String topic) {
        Map<TopicPartition, OffsetAndMetadata> offsets =
                get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(topic) && entry.getValue() != null)
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    List<TopicPartition> partitions(String topic) {
        return get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> endOffsets(String topic) {
        return get(admin.listOffsets(partitions(topic).stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                        .all())
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new VoidRun("Kafka does not answer: " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VoidRun("interrupted");
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
