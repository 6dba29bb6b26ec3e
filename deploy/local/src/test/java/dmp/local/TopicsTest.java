package dmp.local;

import java.util.Map;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.contract.SegmentTopics;

import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TopicsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                IngestionTopics.EVENTS,
                IngestionTopics.EVENTS_REJECTED,
                ProfileTopics.PROFILES,
                SegmentTopics.MEMBERSHIPS
            })
    void streamsOfTheContractsAreThereAndForget(String topic) throws Exception {
        assertEquals("delete", nameToPolicy().get(topic));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ProfileTopics.TRAITS,
                ProfileTopics.MERGE_POLICIES,
                SegmentTopics.SEGMENTS,
                SegmentTopics.TRAIT_ORDERS
            })
    void definitionsOfTheContractsAreThereAndKept(String topic) throws Exception {
        assertEquals("compact", nameToPolicy().get(topic));
    }

    @Test
    void eachTopicHasADeadLetterTopicThatForgets() throws Exception {
        Map<String, String> topics = nameToPolicy();

        topics.keySet().stream()
                .filter(name -> !name.endsWith(".dlq"))
                .forEach(name -> assertEquals("delete", topics.get(name + ".dlq"), name));
        assertTrue(topics.containsKey("dmp.events.v1.dlq"));
    }

    @Test
    void allTopicsHaveTheSamePartitions() throws Exception {
        assertTrue(Topics.all().stream().allMatch(topic -> topic.numPartitions() == Topics.PARTITIONS));
    }

    private static Map<String, String> nameToPolicy() throws Exception {
        return Topics.all().stream()
                .collect(toMap(NewTopic::name, topic -> topic.configs().get("cleanup.policy")));
    }
}
