package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import dmp.activation.destination.Condition;
import dmp.activation.destination.Condition.Status;
import dmp.activation.network.Answer;
import dmp.activation.network.Capabilities;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PaceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Answer OK = new Answer.Acknowledged(List.of());
    private static final Answer DOWN = new Answer.Unavailable("timeout", null);

    private final Pace pace = new Pace(
            new Capabilities(List.of(), 1_000, 1_000_000, 4, null, true, false, null),
            new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10)),
            () -> 1.0,
            Condition.healthySince(NOW));

    @Test
    void waitsDoubleUpToTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(10));

        assertEquals(Duration.ofMillis(500), backoff.after(1, 1));
        assertEquals(Duration.ofMillis(1_000), backoff.after(2, 1));
        assertEquals(Duration.ofMillis(500), backoff.after(2, 0));
        assertEquals(Duration.ofSeconds(10), backoff.after(9, 1));
        assertEquals(Duration.ofSeconds(10), backoff.after(1_000, 1));
    }

    @Test
    void retryAfterIsObeyed() {
        pace.note(new Answer.Throttled("http-429", Duration.ofSeconds(7)), 10, NOW);

        assertFalse(pace.isOpen(NOW.plusSeconds(6)));
        assertTrue(pace.isOpen(NOW.plusSeconds(7)));
        assertEquals(Status.THROTTLED, pace.condition().status());
    }

    @Test
    void failingSinceTheFirstFailureAndNeverGivenUp() {
        for (int i = 0; i < 100; i++) {
            pace.note(DOWN, 10, NOW.plusSeconds(i));
        }

        assertEquals(Status.FAILING, pace.condition().status());
        assertEquals(NOW, pace.condition().since());
        assertTrue(pace.isOpen(NOW.plusSeconds(99 + 10)));
        assertEquals(1, pace.requestsAtOnce());
    }

    @Test
    void wellAgainAtOnceAndTheErrorStaysVisible() {
        pace.note(DOWN, 10, NOW);
        pace.note(OK, 10, NOW.plusSeconds(1));

        assertEquals(Status.HEALTHY, pace.condition().status());
        assertEquals("timeout", pace.condition().lastError().code());
        assertEquals(4, pace.requestsAtOnce());
        assertTrue(pace.isOpen(NOW.plusSeconds(1)));
    }

    @Test
    void requestsShrinkUntilTheyAreTakenAndGrowAgain() {
        pace.note(new Answer.TooLarge("http-413"), 600, NOW);
        assertEquals(300, pace.changesAtOnce());

        pace.note(OK, 300, NOW);
        assertEquals(600, pace.changesAtOnce());
    }

    @Test
    void refusalOfASingleRecordIsAboutTheRecord() {
        assertTrue(Pace.isAboutTheRecord(new Answer.Refused("http-400", ""), 1));
        assertFalse(Pace.isAboutTheRecord(new Answer.Refused("http-400", ""), 2));
        assertFalse(Pace.isAboutTheRecord(new Answer.Refused("http-401", ""), 1));
    }

    @Test
    void batchesKeepToCountAndBytes() {
        assertEquals(List.of(List.of(1, 2), List.of(3)), Batches.cut(List.of(1, 2, 3), 2, 1_000_000, one -> 10));
        assertEquals(List.of(List.of(1, 2), List.of(3)), Batches.cut(List.of(1, 2, 3), 9, 1_024 + 25, one -> 10));
        assertEquals(List.of(List.of(1), List.of(2)), Batches.cut(List.of(1, 2), 9, 5, one -> 10));
        assertEquals(List.of(), Batches.cut(List.<Integer>of(), 9, 5, one -> 10));
    }
}
