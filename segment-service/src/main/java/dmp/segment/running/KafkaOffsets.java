package dmp.segment.running;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far topics reach and how far groups have come. */
@ApplicationScoped
public class KafkaOffsets {

    private final Admin admin;

    KafkaOffsets(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
        Properties known = new Properties();
        kafka.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                known.put(name, value.toString());
            }
        });
        admin = Admin.create(known);
    }

    @PreDestroy
    void close() {
        admin.close();
    }

    /** By partition, the offset that the next record of the topic will get. */
    public Uni<Map<Integer, Long>> ends(String topic) {
        return partitions(topic)
                .chain(partitions -> {
                    Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
                    for (int partition = 0; partition < partitions; partition++) {
                        asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
                    }
                    return Uni.createFrom()
                            .completionStage(
                                    () -> admin.listOffsets(asked).all().toCompletionStage());
                })
                .map(found -> {
                    Map<Integer, Long> ends = new HashMap<>();
                    found.forEach((partition, end) -> ends.put(partition.partition(), end.offset()));
                    return ends;
                })
                .emitOn(FreshContext.current());
    }

    /** By partition of the topic, the offset of the first record that the group has not committed; missing when it has none. */
    public Uni<Map<Integer, Long>> committed(String group, String topic) {
        return Uni.createFrom()
                .completionStage(() -> admin.listConsumerGroupOffsets(group)
                        .partitionsToOffsetAndMetadata()
                        .toCompletionStage())
                .map(found -> {
                    Map<Integer, Long> committed = new HashMap<>();
                    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : found.entrySet()) {
                        if (entry.getKey().topic().equals(topic) && entry.getValue() != null) {
                            committed.put(
                                    entry.getKey().partition(), entry.getValue().offset());
                        }
                    }
                    return committed;
                })
                .emitOn(FreshContext.current());
    }

    public Uni<Integer> partitions(String topic) {
        return Uni.createFrom()
                .completionStage(() -> admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .get(topic)
                        .toCompletionStage())
                .map(description -> description.partitions().size())
                .emitOn(FreshContext.current());
    }
}
