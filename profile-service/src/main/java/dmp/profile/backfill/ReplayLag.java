package dmp.profile.backfill;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.common.annotation.Identifier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dmp.profile.fact.ReplayEvent;

/** How many replayed events the owners of facts have not handled yet. */
@ApplicationScoped
class ReplayLag {

    private final Admin admin;
    private final String group;

    ReplayLag(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            @ConfigProperty(name = "mp.messaging.incoming.facts-in.group.id") String group) {
        Map<String, Object> known = new HashMap<>();
        kafka.forEach((name, value) -> {
            if (AdminClientConfig.configNames().contains(name)) {
                known.put(name, value.toString());
            }
        });
        this.admin = Admin.create(known);
        this.group = group;
    }

    @PreDestroy
    void close() {
        admin.close();
    }

    /** Blocks. Nothing of a partition that was never committed counts as handled. */
    long waiting() throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        admin.describeTopics(List.of(ReplayEvent.TOPIC))
                .topicNameValues()
                .get(ReplayEvent.TOPIC)
                .get()
                .partitions()
                .forEach(partition ->
                        asked.put(new TopicPartition(ReplayEvent.TOPIC, partition.partition()), OffsetSpec.latest()));
        long waiting = 0;
        for (var end : admin.listOffsets(asked).all().get().entrySet()) {
            OffsetAndMetadata handled = committed.get(end.getKey());
            waiting += end.getValue().offset() - (handled == null ? 0 : handled.offset());
        }
        return waiting;
    }
}
