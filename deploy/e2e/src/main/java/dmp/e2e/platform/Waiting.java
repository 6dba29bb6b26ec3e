package dmp.e2e.platform;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Looking again until something is so. */
public final class Waiting {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private Waiting() {}

    /** As {@link #until(String, Duration, Supplier, Predicate)}, for a minute at most. */
    public static <T> T until(String what, Supplier<T> look, Predicate<T> enough) {
        return until(what, AT_MOST, look, enough);
    }

    /**
     * A look that fails because a service is away, or answers 5xx, is one that did not see it yet.
     *
     * @param what completes "it did not come about that …"
     * @return what was seen when it was enough
     * @throws IllegalStateException when it takes longer; says what was seen last
     */
    public static <T> T until(String what, Duration atMost, Supplier<T> look, Predicate<T> enough) {
        long end = System.nanoTime() + atMost.toNanos();
        Object last;
        do {
            try {
                T seen = look.get();
                if (enough.test(seen)) {
                    return seen;
                }
                last = seen;
            } catch (UncheckedIOException e) {
                last = e;
            } catch (Http.UnexpectedAnswer e) {
                if (e.status() < 500) {
                    throw e;
                }
                last = e;
            }
            pause(BETWEEN_LOOKS);
        } while (System.nanoTime() < end);
        throw new IllegalStateException(
                "within %d s it did not come about that %s; last seen: %s".formatted(atMost.toSeconds(), what, last));
    }

    public static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
