package dmp.segment.rule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Which occurrences count. An occurrence at second t exists from t on, and counts for a window of length D while
 * {@code t <= now < t + D}: at {@code t + D} exactly it is out.
 */
public sealed interface Recency {

    Recency EVER = new Ever();

    /** All occurrences up to now. */
    record Ever() implements Recency {}

    /** The occurrences of the last so many days, hours, … up to now. */
    record Within(Window window) implements Recency {
        public Within {
            Objects.requireNonNull(window);
        }
    }

    /** Occurrences at the instant, in whole seconds, or later. */
    record Since(Instant instant) implements Recency {
        public Since {
            requireWholeSeconds(instant);
        }
    }

    /** Occurrences earlier than the instant, in whole seconds. */
    record Before(Instant instant) implements Recency {
        public Before {
            requireWholeSeconds(instant);
        }
    }

    /**
     * The occurrences of the day, week, … that it is now: with its end they count no longer.
     *
     * @param zone where the days are as long as they are
     */
    record During(Period period, ZoneId zone) implements Recency {
        public During {
            Objects.requireNonNull(period);
            Objects.requireNonNull(zone);
        }
    }

    private static void requireWholeSeconds(Instant instant) {
        if (!instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("not in whole seconds: " + instant);
        }
    }
}
