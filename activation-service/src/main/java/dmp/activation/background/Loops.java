package dmp.activation.background;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;

/**
 * Repeats work for as long as the application runs: each pass begins a pause after the one before has ended, on a Vert.x
 * context of its own. A pass that fails is counted and logged, and the next one comes all the same.
 */
@ApplicationScoped
public class Loops {

    private final Vertx vertx;
    private final MeterRegistry meters;
    private final List<Loop> loops = new CopyOnWriteArrayList<>();
    private final AtomicInteger passesUnderWay = new AtomicInteger();
    private volatile boolean stopping;

    Loops(Vertx vertx, MeterRegistry meters) {
        this.vertx = vertx;
        this.meters = meters;
    }

    private record Loop(String name, Duration pause, Supplier<Uni<Void>> pass, Context context) {}

    public void repeat(String name, Duration pause, Supplier<Uni<Void>> pass) {
        Loop loop = new Loop(name, pause, pass, vertx.getOrCreateContext());
        loops.add(loop);
        begin(loop);
    }

    /** Runs once, soon; a failure is counted and logged. */
    public void once(String name, Supplier<Uni<Void>> pass) {
        begin(name, vertx.getOrCreateContext(), pass, () -> {});
    }

    /** Begins no further pass. */
    public void stop() {
        stopping = true;
    }

    public boolean isIdle() {
        return passesUnderWay.get() == 0;
    }

    private void begin(Loop loop) {
        begin(loop.name(), loop.context(), loop.pass(), () -> {
            if (!stopping) {
                vertx.setTimer(Math.max(1, loop.pause().toMillis()), id -> begin(loop));
            }
        });
    }

    private void begin(String name, Context root, Supplier<Uni<Void>> pass, Runnable afterwards) {
        if (stopping) {
            return;
        }
        Context context = VertxContext.createNewDuplicatedContext(VertxContext.getRootContext(root));
        VertxContextSafetyToggle.setContextSafe(context, true);
        passesUnderWay.incrementAndGet();
        context.runOnContext(nothing -> Uni.createFrom()
                .deferred(pass::get)
                .onTermination()
                .invoke(passesUnderWay::decrementAndGet)
                .subscribe()
                .with(done -> afterwards.run(), failure -> {
                    meters.counter("dmp_activation_attempts_failed", "work", name)
                            .increment();
                    Log.warnf("pass failed, work=%s reason=%s", name, failure);
                    afterwards.run();
                }));
    }
}
