package dmp.segment.benchmark.service;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** When what came of an event reached a topic on its way, by the records that the topic still holds. */
final class Milestones {

    private static final String RECEIVED_AT = "receivedAt";

    private Milestones() {}

    /** From an event's receipt until a record that came of it was handed to Kafka; of the records from one moment until another. */
    static LiveStream.Latencies of(String kafka, String topic, Instant from, Instant until) throws IOException {
        DoubleStream.Builder millis = DoubleStream.builder();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, _ -> from.toEpochMilli())))
                    .forEach((partition, first) ->
                            consumer.seek(partition, first == null ? ends.get(partition) : first.offset()));
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    Instant receivedAt = receivedAt(record.value());
                    if (receivedAt != null && record.timestamp() < until.toEpochMilli()) {
                        millis.add(record.timestamp() - receivedAt.toEpochMilli());
                    }
                }
            }
        }
        return new LiveStream.Latencies(millis.build().sorted().toArray());
    }

    /** Of any message on the road, which is not read beyond it; null when no event led to it. */
    static Instant receivedAt(byte[] message) throws IOException {
        try (JsonParser parser = Road.JSON.createParser(message)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = parser.currentName().equals(RECEIVED_AT);
                JsonToken value = parser.nextToken();
                if (isIt) {
                    return value == JsonToken.VALUE_NULL ? null : Instant.parse(parser.getText());
                }
                parser.skipChildren();
            }
            return null;
        }
    }
}
