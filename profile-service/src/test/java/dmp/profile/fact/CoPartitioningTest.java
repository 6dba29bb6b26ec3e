package dmp.profile.fact;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor.Subscription;
import org.apache.kafka.clients.consumer.RangeAssignor;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.contract.IngestionTopics;

import static org.junit.jupiter.api.Assertions.assertEquals;

class CoPartitioningTest {

    private static final List<String> TOPICS =
            List.of(IngestionTopics.EVENTS, EraseIdentifier.TOPIC, ReplayEvent.TOPIC);
    private static final int PARTITIONS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6})
    void whoOwnsAPartitionOfTheEventsOwnsThatOfCommandsAndReplays(int members) {
        Map<String, List<PartitionInfo>> topicToPartitions = new HashMap<>();
        for (String topic : TOPICS) {
            topicToPartitions.put(
                    topic,
                    IntStream.range(0, PARTITIONS)
                            .mapToObj(partition ->
                                    new PartitionInfo(topic, partition, Node.noNode(), new Node[0], new Node[0]))
                            .toList());
        }
        Map<String, Subscription> memberToSubscription = new HashMap<>();
        for (int i = 0; i < members; i++) {
            memberToSubscription.put("member-" + (i * 7_919 % 10), new Subscription(TOPICS));
        }

        Map<String, List<TopicPartition>> memberToPartitions =
                new RangeAssignor().assignPartitions(topicToPartitions, memberToSubscription);

        memberToPartitions
                .values()
                .forEach(partitions -> TOPICS.forEach(topic -> assertEquals(
                        partitionsOf(IngestionTopics.EVENTS, partitions), partitionsOf(topic, partitions))));
    }

    private static List<Integer> partitionsOf(String topic, List<TopicPartition> partitions) {
        return partitions.stream()
                .filter(partition -> partition.topic().equals(topic))
                .map(TopicPartition::partition)
                .sorted()
                .toList();
    }
}
