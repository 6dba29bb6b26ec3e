package dmp.segment.running;

import java.time.Duration;
import java.util.function.Supplier;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

/** Waits for infrastructure that is down: tries again for as long as it takes, and says so. */
public final class Patience {

    private static final Duration FIRST = Duration.ofMillis(50);

    /** Short, so that a server that is back is noticed at once. */
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private Patience() {}

    /**
     * Tries until it works. What is tried must be safe to be done twice.
     *
     * @param what for the log, e.g. {@code writing memberships}
     */
    public static <T> Uni<T> with(String what, Supplier<Uni<T>> attempt) {
        return Uni.createFrom()
                .deferred(attempt::get)
                .onFailure()
                .invoke(failure -> Log.warnf("%s failed and is tried again: %s", what, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST, LONGEST)
                .indefinitely();
    }
}
