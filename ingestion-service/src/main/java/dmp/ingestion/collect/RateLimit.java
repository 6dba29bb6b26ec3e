package dmp.ingestion.collect;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dmp.ingestion.problem.Problem;

/**
 * Events a second for each write key, on this instance: a bucket that holds one second's worth and fills steadily. A
 * request is let in while there is anything in the bucket, and may overdraw it, so that a full batch passes at a low rate.
 */
@Singleton
class RateLimit {

    private static final long NANOS = 1_000_000_000;

    /** Keys of sources are few; what is beyond are idle ones. */
    private static final int MAX_KEYS = 100_000;

    private final int eventsPerSecond;
    private final Cache<String, Bucket> keyToBucket =
            Caffeine.newBuilder().maximumSize(MAX_KEYS).build();

    @Inject
    RateLimit(CollectConfig config) {
        this(config.eventsPerSecond());
    }

    RateLimit(int eventsPerSecond) {
        this.eventsPerSecond = eventsPerSecond;
    }

    void require(String key, int events) {
        if (eventsPerSecond > 0) {
            long wait = keyToBucket
                    .get(key, _ -> new Bucket(eventsPerSecond))
                    .take(events, eventsPerSecond, System.nanoTime());
            if (wait > 0) {
                throw Problem.withHeader(
                        429,
                        "rate-limited",
                        "This write key sends more than " + eventsPerSecond
                                + " events a second. Wait, then send again.",
                        "Retry-After",
                        Math.ceilDiv(wait, NANOS));
            }
        }
    }

    static final class Bucket {

        private double events;
        private long filledAt = System.nanoTime();

        Bucket(double events) {
            this.events = events;
        }

        /** @return 0 when taken, else the nanoseconds until it is worth trying again */
        synchronized long take(int wanted, int perSecond, long now) {
            events = Math.min(perSecond, events + (double) (now - filledAt) * perSecond / NANOS);
            filledAt = now;
            if (events <= 0) {
                return (long) (-events / perSecond * NANOS) + 1;
            }
            events -= wanted;
            return 0;
        }
    }
}
