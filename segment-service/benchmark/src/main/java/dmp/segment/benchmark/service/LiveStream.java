package dmp.segment.benchmark.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileTopics;

/**
 * Live profiles or events at a steady pace, each of which makes somebody enter or leave the segment {@link #SEGMENT}, and how long it
 * takes until the membership is told. A late service does not slow the stream down.
 */
final class LiveStream implements AutoCloseable {

    static final String SEGMENT = "live";
    static final String RULE = "attribute custom.live = \"on\"";

    static final String ATTRIBUTE = "custom.live";

    private static final String IDENTIFIERS = "cookie:live-";

    private final Messages messages;
    private final Duration every;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Double> millis = new ArrayList<>();
    private final Thread sending = new Thread(this::send, "live-profiles");
    private final Thread reading = new Thread(this::read, "live-memberships");
    private final Instant begun = Instant.now();
    private volatile boolean finished;
    private volatile boolean closed;
    private volatile Throwable failure;

    /** What is sent. */
    interface Messages {
        ProducerRecord<String, byte[]> message(long number);
    }

    LiveStream(String kafka, int perSecond, Messages messages) {
        this.messages = messages;
        every = Duration.ofSeconds(1).dividedBy(perSecond);
        producer = Road.producer(kafka);
        consumer = Road.memberships(kafka);
        for (Thread thread : List.of(sending, reading)) {
            thread.setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
            thread.start();
        }
    }

    /** Profiles of so many identifiers in turn, as profile-service tells them. */
    static Messages profiles(String tenant, int identifiers) {
        return number -> {
            Instant now = Instant.now();
            String identifier = identifier(number % identifiers);
            ProfileChanged profile = new ProfileChanged(
                    tenant,
                    identifier,
                    number + 1,
                    now,
                    now,
                    List.of(new Facts(
                            identifier,
                            new Consent(true, true, now),
                            Map.of(ATTRIBUTE, new Attribute(value(number, identifiers), now, "bench")),
                            List.of())),
                    List.of(),
                    List.of());
            return new ProducerRecord<>(ProfileTopics.PROFILES, profile.key(), Road.write(profile));
        };
    }

    /**
     * Events of so many identifiers in turn, as ingestion-service tells them.
     *
     * @param sent how many have been sent already: each event changes what the identifier's last one has said
     */
    static Messages events(Observations observations, int identifiers, long sent) {
        return more -> {
            long number = sent + more;
            EventCollected event = observations.event(
                    identifier(number % identifiers),
                    List.of(),
                    Instant.now(),
                    Map.of(ATTRIBUTE, value(number, identifiers)),
                    List.of());
            return new ProducerRecord<>(IngestionTopics.EVENTS, event.key(), Road.write(event));
        };
    }

    static String identifier(long number) {
        return IDENTIFIERS + number;
    }

    /** Another one each time that the turn comes round. */
    private static String value(long number, int identifiers) {
        return number / identifiers % 2 == 0 ? "on" : "off";
    }

    /** Sends no more, but goes on reading. */
    void finish() throws InterruptedException {
        finished = true;
        sending.join();
    }

    /** The latencies since this was last asked. */
    Latencies take() {
        if (failure != null) {
            throw new IllegalStateException("the live stream has failed", failure);
        }
        synchronized (millis) {
            double[] taken =
                    millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            millis.clear();
            return new Latencies(taken);
        }
    }

    /** @param millis ascending */
    record Latencies(double[] millis) {
        int count() {
            return millis.length;
        }

        double percentile(double share) {
            if (millis.length == 0) {
                throw new IllegalStateException("nothing was measured");
            }
            return millis[Math.min(millis.length - 1, (int) (share * millis.length))];
        }

        Latencies and(Latencies other) {
            double[] all = Arrays.copyOf(millis, millis.length + other.millis.length);
            System.arraycopy(other.millis, 0, all, millis.length, other.millis.length);
            Arrays.sort(all);
            return new Latencies(all);
        }
    }

    private void send() {
        Instant due = Instant.now();
        for (long number = 0; !finished; number++) {
            sleepUntil(due);
            due = due.plus(every);
            producer.send(messages.message(number));
        }
    }

    private void read() {
        while (!closed) {
            consumer.poll(Duration.ofMillis(20)).forEach(record -> {
                Instant receivedAt = record.key().contains(IDENTIFIERS) ? Milestones.receivedAt(record.value()) : null;
                if (receivedAt != null && !receivedAt.isBefore(begun)) {
                    double took = Duration.between(receivedAt, Instant.now()).toNanos() / 1e6;
                    synchronized (millis) {
                        millis.add(took);
                    }
                }
            });
        }
    }

    static void sleepUntil(Instant due) {
        Duration left = Duration.between(Instant.now(), due);
        if (left.isPositive()) {
            try {
                Thread.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        finish();
        closed = true;
        reading.join();
        producer.close();
        consumer.close();
    }
}
