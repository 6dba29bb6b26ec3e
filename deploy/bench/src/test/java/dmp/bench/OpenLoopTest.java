package dmp.bench;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpenLoopTest {

    @Test
    void aStallCountsForEveryRequestItHeldUp() throws InterruptedException {
        OpenLoop.Outcome outcome = OpenLoop.run(1_000, Duration.ofMillis(500), number -> {
            if (number == 0) {
                pause(400);
            }
            return CompletableFuture.completedFuture(null);
        });

        assertEquals(500, outcome.requests());
        assertEquals(500, outcome.latencies().getTotalCount());
        // Sent in a closed loop one request would have taken 400 ms and the median next to nothing.
        assertTrue(outcome.latencies().getValueAtPercentile(50) > 50_000);
    }

    @Test
    void aFailedRequestVoidsTheRun() {
        assertThrows(
                VoidRun.class,
                () -> OpenLoop.run(
                        1_000,
                        Duration.ofMillis(50),
                        number -> number == 20
                                ? CompletableFuture.failedFuture(new IllegalStateException("503"))
                                : CompletableFuture.completedFuture(null)));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
