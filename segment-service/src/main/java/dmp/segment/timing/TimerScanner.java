package dmp.segment.timing;

import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;

import dmp.segment.running.Repeating;

/** Turns due instants into ticks. Every instance scans all shards; an instant is claimed by one of them. */
@ApplicationScoped
class TimerScanner {

    private final Vertx vertx;
    private final Timers timers;
    private final Ticks ticks;
    private final TimingConfig config;
    private final Counter sent;
    private Repeating scanning;

    TimerScanner(Vertx vertx, Timers timers, Ticks ticks, TimingConfig config, MeterRegistry meters) {
        this.vertx = vertx;
        this.timers = timers;
        this.ticks = ticks;
        this.config = config;
        this.sent = meters.counter("dmp_segment_timers_fired");
    }

    void start(@Observes StartupEvent event) {
        scanning = Repeating.every(vertx, config.scanEvery(), "scanning timers", this::scan);
    }

    void stop(@Observes ShutdownEvent event) {
        scanning.close();
    }

    private Uni<Void> scan() {
        return timers.claimDue(Clock.systemUTC().instant().getEpochSecond())
                .chain(due -> ticks.send(due, Tick.DUE).invoke(() -> sent.increment(due.size())));
    }
}
