package dmp.segment.benchmark.service;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.DoubleStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records through a topic of its own that nobody else reads: the least that any step between two services takes. */
final class RawKafka implements AutoCloseable {

    private static final String TOPIC = "bench.raw";
    private static final int PARTITIONS = 4;
    private static final int RECORD = 300;

    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;

    RawKafka(String kafka) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.LINGER_MS_CONFIG, "0"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Road.readFromNow(consumer, TOPIC);
    }

    /** From before a record is sent until it has been received, in milliseconds. */
    LiveStream.Latencies measure(int perSecond, Duration duration) throws InterruptedException {
        int count = (int) (perSecond * duration.toSeconds());
        Thread sending = Thread.ofPlatform()
                .start(() -> send(count, Duration.ofSeconds(1).dividedBy(perSecond)));
        double[] millis = new double[count];
        for (int received = 0; received < count; ) {
            for (var read : consumer.poll(Duration.ofMillis(100))) {
                millis[received++] =
                        (System.nanoTime() - ByteBuffer.wrap(read.value()).getLong()) / 1e6;
            }
        }
        sending.join();
        return new LiveStream.Latencies(DoubleStream.of(millis).sorted().toArray());
    }

    private void send(int count, Duration every) {
        Instant due = Instant.now();
        for (int i = 0; i < count; i++) {
            LiveStream.sleepUntil(due);
            due = due.plus(every);
            byte[] value =
                    ByteBuffer.allocate(RECORD).putLong(System.nanoTime()).array();
            producer.send(new ProducerRecord<>(TOPIC, i % PARTITIONS, null, value));
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
