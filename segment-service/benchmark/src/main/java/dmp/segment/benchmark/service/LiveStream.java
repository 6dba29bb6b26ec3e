package dmp.segment.benchmark.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.contract.MembershipChanged;

/**
 * Live profiles at a steady pace, each of which enters or leaves the segment {@link #SEGMENT}, and how long it takes from the
 * profile to the membership. A late service does not slow the stream down.
 */
final class LiveStream implements AutoCloseable {

    static final String SEGMENT = "live";
    static final String RULE = "attribute custom.live = \"on\"";

    private static final int IDENTIFIERS = 500;

    private final String tenant;
    private final Duration every;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Long> millis = new ArrayList<>();
    private final Thread sending = new Thread(this::send, "live-profiles");
    private final Thread reading = new Thread(this::read, "live-memberships");
    private volatile boolean closed;
    private volatile Throwable failure;

    LiveStream(String tenant, String kafka, int perSecond) {
        this.tenant = tenant;
        every = Duration.ofSeconds(1).dividedBy(perSecond);
        producer = Road.producer(kafka);
        consumer = Road.memberships(kafka);
        for (Thread thread : List.of(sending, reading)) {
            thread.setUncaughtExceptionHandler((_, thrown) -> failure = thrown);
            thread.start();
        }
    }

    /** The latencies since this was last asked. */
    Latencies take() {
        if (failure != null) {
            throw new IllegalStateException("the live stream has failed", failure);
        }
        synchronized (millis) {
            long[] taken = millis.stream().mapToLong(Long::longValue).sorted().toArray();
            millis.clear();
            return new Latencies(taken);
        }
    }

    /** @param millis ascending */
    record Latencies(long[] millis) {
        int count() {
            return millis.length;
        }

        long percentile(double share) {
            if (millis.length == 0) {
                throw new IllegalStateException("nothing was measured");
            }
            return millis[Math.min(millis.length - 1, (int) (share * millis.length))];
        }

        Latencies and(Latencies other) {
            long[] all = Arrays.copyOf(millis, millis.length + other.millis.length);
            System.arraycopy(other.millis, 0, all, millis.length, other.millis.length);
            Arrays.sort(all);
            return new Latencies(all);
        }
    }

    private void send() {
        Instant due = Instant.now();
        for (int i = 0; !closed; i++) {
            sleepUntil(due);
            due = due.plus(every);
            String identifier = "cookie:live-" + i % IDENTIFIERS;
            ProfileChanged profile = profile(identifier, i + 1, i / IDENTIFIERS % 2 == 0);
            producer.send(new ProducerRecord<>(ProfileTopics.PROFILES, profile.key(), Road.write(profile)));
        }
    }

    private ProfileChanged profile(String identifier, long version, boolean on) {
        Instant now = Instant.now();
        return new ProfileChanged(
                tenant,
                identifier,
                version,
                now,
                now,
                List.of(new Facts(
                        identifier,
                        new Consent(true, true, now),
                        Map.of("custom.live", new Attribute(on ? "on" : "off", now, "bench")),
                        List.of())),
                List.of());
    }

    private void read() {
        while (!closed) {
            consumer.poll(Duration.ofMillis(20)).forEach(record -> {
                try {
                    MembershipChanged told = Road.JSON.readValue(record.value(), MembershipChanged.class);
                    if (told.receivedAt() != null && told.identifier().startsWith("cookie:live-")) {
                        long took = Duration.between(told.receivedAt(), Instant.now())
                                .toMillis();
                        synchronized (millis) {
                            millis.add(took);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void sleepUntil(Instant due) {
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
        closed = true;
        sending.join();
        reading.join();
        producer.close();
        consumer.close();
    }
}
