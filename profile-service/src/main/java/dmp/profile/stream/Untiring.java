package dmp.profile.stream;

import java.time.Duration;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import dmp.profile.store.StateStore;

/**
 * Attempts a step until it succeeds, for ever, with growing pauses. What lies behind waits meanwhile, so order is kept and
 * nothing is skipped. The step must bear being repeated from its beginning.
 */
@ApplicationScoped
public class Untiring {

    private static final Logger LOG = Logger.getLogger(Untiring.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);

    private final Duration longestPause;
    private final MeterRegistry meters;

    Untiring(StreamConfig config, MeterRegistry meters) {
        this.longestPause = config.longestPause();
        this.meters = meters;
    }

    /** @param name names the step in logs and metrics */
    public <T> Uni<T> untilDone(String name, Supplier<Uni<T>> step) {
        return Uni.createFrom()
                .deferred(step::get)
                .onFailure()
                .invoke(failure -> report(name, failure))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, longestPause)
                .indefinitely();
    }

    private void report(String name, Throwable failure) {
        boolean overtaken = failure instanceof StateStore.OvertakenException;
        meters.counter("dmp_profile_attempts_failed", "step", name, "overtaken", Boolean.toString(overtaken))
                .increment();
        LOG.warnf("Attempt failed, will be repeated step=%s failure=%s", name, failure);
    }
}
