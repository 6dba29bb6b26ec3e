package dmp.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;

/** Stands at both ends of the road: sends events, and sees all that is published, as a reader that heeds versions does. */
final class RoadForTests implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ObjectMapper json;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, ProfileChanged> keyToLatest = new HashMap<>();
    private final Map<String, List<byte[]>> topicToValues = new HashMap<>();

    RoadForTests(String bootstrapServers, ObjectMapper json, String... otherTopics) {
        this.json = json;
        Properties properties = new Properties();
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("auto.offset.reset", "earliest");
        producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        consumer = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        List<String> topics = new ArrayList<>(List.of(otherTopics));
        topics.add(ProfileTopics.PROFILES);
        topics.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void send(EventCollected event) {
        try {
            send(IngestionTopics.EVENTS, event.key(), json.writeValueAsBytes(event));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void send(String topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, key, value));
        producer.flush();
    }

    /** The latest profile of the identifier, as soon as it is as wished. */
    ProfileChanged await(String key, Predicate<ProfileChanged> wish) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            poll();
            ProfileChanged latest = keyToLatest.get(key);
            if (latest != null && wish.test(latest)) {
                return latest;
            }
        }
        throw new AssertionError("Not as wished: " + keyToLatest.get(key));
    }

    /** The latest profile after nothing more has come for a while. */
    ProfileChanged afterQuiet(String key) {
        Instant until = Instant.now().plusSeconds(1);
        while (Instant.now().isBefore(until)) {
            if (poll() > 0) {
                until = Instant.now().plusSeconds(1);
            }
        }
        return keyToLatest.get(key);
    }

    /** The last value of a topic that is as wished, as soon as there is one. */
    String awaitValue(String topic, Predicate<String> wish) {
        Instant until = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(until)) {
            poll();
            for (byte[] value : values(topic).reversed()) {
                String text = new String(value, StandardCharsets.UTF_8);
                if (wish.test(text)) {
                    return text;
                }
            }
        }
        throw new AssertionError("Nothing as wished on " + topic);
    }

    List<byte[]> values(String topic) {
        return topicToValues.getOrDefault(topic, List.of());
    }

    private int poll() {
        int count = 0;
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            count++;
            topicToValues
                    .computeIfAbsent(record.topic(), key -> new ArrayList<>())
                    .add(record.value());
            if (record.topic().equals(ProfileTopics.PROFILES)) {
                ProfileChanged profile = read(record.value());
                keyToLatest.merge(record.key(), profile, (one, other) -> other.version() < one.version() ? one : other);
            }
        }
        return count;
    }

    private ProfileChanged read(byte[] value) {
        try {
            return json.readValue(value, ProfileChanged.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T eventually(Supplier<T> what, Predicate<T> wish) {
        Instant until = Instant.now().plus(PATIENCE);
        T last = what.get();
        while (!wish.test(last) && Instant.now().isBefore(until)) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
            last = what.get();
        }
        if (!wish.test(last)) {
            throw new AssertionError("Not as wished: " + last);
        }
        return last;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
