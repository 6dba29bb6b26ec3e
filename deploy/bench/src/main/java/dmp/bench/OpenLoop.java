package dmp.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongFunction;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Sends at a fixed rate, whatever the answers do. A request's latency counts from the moment at which it should have been
 * sent, so that a stall shows in every request that it held up and not in one alone (coordinated omission).
 */
final class OpenLoop {

    // More are never under way at once; who must wait for a place has its wait counted in its latency.
    private static final int MOST_UNDER_WAY = 512;

    private static final Duration LAST_ANSWER_WITHIN = Duration.ofSeconds(30);

    /** @param latencies in microseconds, from the intended moment to the answer */
    record Outcome(long requests, Histogram latencies, Duration took) {}

    private OpenLoop() {}

    /**
     * @param send starts the request of this number; completes exceptionally when it was not answered as it should be
     * @throws VoidRun when any request was not
     */
    static Outcome run(double requestsPerSecond, Duration howLong, LongFunction<CompletionStage<?>> send)
            throws InterruptedException {
        long interval = (long) (1e9 / requestsPerSecond);
        long requests = howLong.toNanos() / interval;
        Histogram latencies = new ConcurrentHistogram(3);
        Semaphore places = new Semaphore(MOST_UNDER_WAY);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        long begin = System.nanoTime();
        CompletableFuture<Void> all = new CompletableFuture<>();
        java.util.concurrent.atomic.AtomicLong open = new java.util.concurrent.atomic.AtomicLong(requests);
        for (long number = 0; number < requests && failure.get() == null; number++) {
            long intended = begin + number * interval;
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            places.acquire();
            send.apply(number).whenComplete((answer, thrown) -> {
                places.release();
                latencies.recordValue(Math.max(0, (System.nanoTime() - intended) / 1_000));
                if (thrown != null) {
                    failure.compareAndSet(null, thrown);
                }
                if (open.decrementAndGet() == 0) {
                    all.complete(null);
                }
            });
        }
        if (failure.get() == null) {
            await(all);
        }
        if (failure.get() != null) {
            throw new VoidRun("a request was not answered as it should be: " + failure.get());
        }
        return new Outcome(requests, latencies, Duration.ofNanos(System.nanoTime() - begin));
    }

    private static void await(CompletableFuture<Void> all) throws InterruptedException {
        try {
            all.get(LAST_ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new VoidRun("requests were not answered within " + LAST_ANSWER_WITHIN.toSeconds() + " s of the end");
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed normally only", e);
        }
    }
}
