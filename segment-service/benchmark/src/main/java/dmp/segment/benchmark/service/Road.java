package dmp.segment.benchmark.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.segment.contract.SegmentTopics;

/** What comes to the service and what it tells. */
final class Road {

    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private Road() {}

    static KafkaProducer<String, byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "0"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Reads memberships told from now on. */
    static KafkaConsumer<String, byte[]> memberships(String kafka) {
        return fromNow(kafka, SegmentTopics.MEMBERSHIPS);
    }

    /** Reads what comes to the topic from now on. */
    static KafkaConsumer<String, byte[]> fromNow(String kafka, String topic) {
        KafkaConsumer<String, byte[]> consumer = consumer(kafka);
        List<TopicPartition> partitions = partitions(consumer, topic);
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // It seeks when it is asked where it is, else at the first poll.
        partitions.forEach(consumer::position);
        return consumer;
    }

    private static KafkaConsumer<String, byte[]> consumer(String kafka) {
        return new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** Every record that a topic has by now, in the order of each key. */
    static List<ConsumerRecord<String, byte[]>> all(String kafka, String topic) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        read(kafka, topic, Instant.EPOCH, records::add);
        return records;
    }

    /** Tells every record that a topic has by now and that was written at this moment or later, in the order of each key. */
    static void read(String kafka, String topic, Instant from, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer(kafka)) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.offsetsForTimes(partitions.stream().collect(Collectors.toMap(p -> p, _ -> from.toEpochMilli())))
                    .forEach((partition, first) ->
                            consumer.seek(partition, first == null ? ends.get(partition) : first.offset()));
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(reader);
            }
        }
    }

    static void defineTraits(KafkaProducer<String, byte[]> producer, String tenant, List<String> traits) {
        for (String id : traits) {
            TraitDefined trait = new TraitDefined(tenant, id, id, 1, "rule", "/", null, false);
            producer.send(new ProducerRecord<>(ProfileTopics.TRAITS, trait.key(), write(trait)));
        }
        producer.flush();
    }

    static byte[] write(Object message) {
        try {
            return JSON.writeValueAsBytes(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
