package dmp.segment.running;

import java.time.Duration;
import java.util.function.Supplier;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

/**
 * Does something again and again, with a pause after each time, until it is closed. A failure is logged and ends only that
 * turn. Turns never overlap.
 */
public final class Repeating implements AutoCloseable {

    private final Vertx vertx;
    private final String what;
    private final Duration pause;
    private final Supplier<Uni<Void>> turn;
    private volatile boolean closed;

    private Repeating(Vertx vertx, String what, Duration pause, Supplier<Uni<Void>> turn) {
        this.vertx = vertx;
        this.what = what;
        this.pause = pause;
        this.turn = turn;
    }

    /**
     * @param what for the log, e.g. {@code scanning timers}
     * @param turn called on an event loop, each time on a fresh context as reactive sessions demand
     */
    public static Repeating every(Vertx vertx, Duration pause, String what, Supplier<Uni<Void>> turn) {
        Repeating repeating = new Repeating(vertx, what, pause, turn);
        repeating.later();
        return repeating;
    }

    private void later() {
        vertx.setTimer(Math.max(1, pause.toMillis()), _ -> {
            if (!closed) {
                FreshContext.run(vertx, turn).subscribe().with(_ -> later(), this::failed);
            }
        });
    }

    private void failed(Throwable failure) {
        if (!closed) {
            Log.warnf("%s failed and is tried again: %s", what, failure);
            later();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
