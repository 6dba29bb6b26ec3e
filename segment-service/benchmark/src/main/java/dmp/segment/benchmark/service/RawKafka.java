package dmp.segment.benchmark.service;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Records through topics of its own that nobody else reads: the least that any step between two services takes, or that several
 * steps take when what is between them does nothing but pass on.
 */
final class RawKafka implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final int RECORD = 300;
    private static final Duration POLL = Duration.ofMillis(100);

    private final String kafka;
    private final List<String> topics;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Thread> relays = new ArrayList<>();
    private volatile boolean closed;

    /** @param topics through how many topics each record goes, one after the other */
    RawKafka(String kafka, int topics) throws InterruptedException, ExecutionException {
        this.kafka = kafka;
        this.topics = IntStream.rangeClosed(1, topics)
                .mapToObj(topic -> "bench.raw.%d.of.%d".formatted(topic, topics))
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            admin.createTopics(this.topics.stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        producer = Road.producer(kafka);
        consumer = Road.fromNow(kafka, this.topics.getLast());
        for (int i = 1; i < topics; i++) {
            KafkaConsumer<String, byte[]> from = Road.fromNow(kafka, this.topics.get(i - 1));
            String to = this.topics.get(i);
            relays.add(Thread.ofPlatform().start(() -> relay(from, to)));
        }
    }

    private void relay(KafkaConsumer<String, byte[]> from, String to) {
        try (from;
                KafkaProducer<String, byte[]> next = Road.producer(kafka)) {
            while (!closed) {
                from.poll(POLL)
                        .forEach(record ->
                                next.send(new ProducerRecord<>(to, record.partition(), null, record.value())));
            }
        }
    }

    /** From before a record is sent until it has been received, in milliseconds. */
    LiveStream.Latencies measure(int perSecond, Duration duration) throws InterruptedException {
        int count = (int) (perSecond * duration.toSeconds());
        Thread sending = Thread.ofPlatform()
                .start(() -> send(count, Duration.ofSeconds(1).dividedBy(perSecond)));
        double[] millis = new double[count];
        for (int received = 0; received < count; ) {
            for (var read : consumer.poll(POLL)) {
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
            producer.send(new ProducerRecord<>(topics.getFirst(), i % PARTITIONS, null, value));
        }
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread relay : relays) {
            relay.join();
        }
        producer.close();
        consumer.close();
    }
}
