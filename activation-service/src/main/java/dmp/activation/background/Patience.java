package dmp.activation.background;

import java.time.Duration;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;

/**
 * Tries again until it works, for what must neither be lost nor passed over while Redis or PostgreSQL is away. Waits by timers
 * of the Vert.x context that it was called on, so that sessions opened afterwards are on that context too.
 */
@ApplicationScoped
public class Patience {

    private static final Duration FIRST = Duration.ofMillis(100);

    /** Small, since what is waited for is our own and back within seconds mostly. */
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final MeterRegistry meters;

    Patience(Vertx vertx, MeterRegistry meters) {
        this.vertx = vertx;
        this.meters = meters;
    }

    /** @param work its name in log and metrics */
    public <T> Uni<T> untilDone(String work, Supplier<Uni<T>> attempt) {
        return attempt(work, attempt, FIRST);
    }

    public Uni<Void> pause(Duration pause) {
        return Uni.createFrom()
                .emitter(emitter -> vertx.setTimer(Math.max(1, pause.toMillis()), id -> emitter.complete(null)));
    }

    private <T> Uni<T> attempt(String work, Supplier<Uni<T>> attempt, Duration wait) {
        return Uni.createFrom().deferred(attempt::get).onFailure().recoverWithUni(failure -> {
            meters.counter("dmp_activation_attempts_failed", "work", work).increment();
            Log.warnf("work failed, will try again, work=%s reason=%s wait=%s", work, failure, wait);
            Duration next = wait.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : wait.multipliedBy(2);
            return pause(wait).chain(() -> attempt(work, attempt, next));
        });
    }
}
