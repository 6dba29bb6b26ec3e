package dmp.segment.benchmark.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.KafkaConsumer;

import dmp.segment.contract.MembershipChanged;

/** When it was seen that numbered memberships had ended, which are due in the order of their numbers. */
final class Endings {

    private static final String PREFIX = "cookie:due-";

    /** By number, in milliseconds; 0 for those that were not seen. */
    private final AtomicLongArray seenAt;

    private final AtomicInteger count = new AtomicInteger();

    Endings(int total) {
        seenAt = new AtomicLongArray(total);
    }

    static String identifier(int number) {
        return PREFIX + number;
    }

    /** Reads memberships until it is closed. */
    Reading read(String kafka) {
        return new Reading(Road.memberships(kafka));
    }

    int count() {
        return count.get();
    }

    int lost() {
        return seenAt.length() - count.get();
    }

    int early(long first, int perSecond) {
        return (int) IntStream.range(0, seenAt.length())
                .filter(i -> seenAt.get(i) != 0 && lateMillis(i, first, perSecond) < 0)
                .count();
    }

    /** By how many milliseconds those due in this time were late, ascending. */
    long[] late(long first, int perSecond, long from, long to) {
        return IntStream.range(0, seenAt.length())
                .filter(i -> seenAt.get(i) != 0)
                .filter(i -> first + i / perSecond >= from && first + i / perSecond < to)
                .mapToLong(i -> lateMillis(i, first, perSecond))
                .sorted()
                .toArray();
    }

    private long lateMillis(int number, long first, int perSecond) {
        return seenAt.get(number) - 1_000 * (first + number / perSecond);
    }

    final class Reading implements AutoCloseable {

        private final KafkaConsumer<String, byte[]> consumer;
        private final Thread thread = new Thread(this::run, "endings");
        private volatile boolean closed;

        private Reading(KafkaConsumer<String, byte[]> consumer) {
            this.consumer = consumer;
            thread.start();
        }

        private void run() {
            while (!closed) {
                consumer.poll(Duration.ofMillis(20)).forEach(record -> {
                    try {
                        see(Road.JSON.readValue(record.value(), MembershipChanged.class));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }

        private void see(MembershipChanged told) {
            if (told.identifier().startsWith(PREFIX) && told.memberships().isEmpty()) {
                int number = Integer.parseInt(told.identifier().substring(PREFIX.length()));
                // Told again after a crash: the first time counts.
                if (seenAt.compareAndSet(number, 0, System.currentTimeMillis())) {
                    count.incrementAndGet();
                }
            }
        }

        /** Waits until all have been seen, or the time is over. */
        void awaitAll(Duration atMost) throws InterruptedException {
            Instant deadline = Instant.now().plus(atMost);
            while (lost() > 0 && Instant.now().isBefore(deadline)) {
                Thread.sleep(100);
            }
        }

        @Override
        public void close() throws InterruptedException {
            closed = true;
            thread.join();
            consumer.close();
        }
    }
}
