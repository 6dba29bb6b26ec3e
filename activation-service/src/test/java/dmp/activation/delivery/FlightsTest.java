package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dmp.activation.delivery.Standing.Held;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.delivery.Standing.Refused;
import dmp.activation.network.Answer;
import dmp.activation.network.Answer.Failure;
import dmp.activation.network.Change;
import dmp.activation.network.Delivery;
import dmp.activation.state.Identifier;

import static org.junit.jupiter.api.Assertions.assertEquals;

class FlightsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Rules RULES =
            new Rules(Duration.ofDays(30), true, Duration.ofSeconds(30), Duration.ofHours(6));
    private static final Held OLD = new Held(NOW.minusSeconds(60), null, 3);
    private static final InFlight ADD = new InFlight(Operation.ADD, NOW, "d1", 7, false, false, null);
    private static final InFlight REMOVE = new InFlight(Operation.REMOVE, NOW, "d1", 0, false, true, null);

    private final Flights flights = new Flights(
            new Delivery(
                    "d1",
                    "acme",
                    "hook",
                    NOW,
                    List.of(
                            new Change(Identifier.of("cookie:a"), List.of("in"), List.of("out")),
                            new Change(Identifier.of("cookie:b"), List.of("in"), List.of()))),
            Map.of("cookie:a", Map.of("in", ADD, "out", REMOVE), "cookie:b", Map.of("in", ADD)),
            Map.of("cookie:a", Map.of("out", OLD), "cookie:b", Map.of()));

    @Test
    void whatIsAcknowledgedIsHeldOrGone() {
        var outcome = flights.outcome(new Answer.Acknowledged(List.of()), RULES, NOW);

        assertEquals(
                Optional.of(new Held(NOW, NOW.plus(Duration.ofDays(30)), 7)),
                outcome.get("cookie:a").get("in"));
        assertEquals(Optional.empty(), outcome.get("cookie:a").get("out"));
    }

    @Test
    void partialFailureConcernsItsChangeOnly() {
        var outcome = flights.outcome(
                new Answer.Acknowledged(List.of(new Failure(1, null, "UserNotMapped", ""))), RULES, NOW);

        assertEquals(Optional.empty(), outcome.get("cookie:a").get("out"));
        assertEquals(
                Optional.of(new Refused(Operation.ADD, "UserNotMapped", NOW, 7, false)),
                outcome.get("cookie:b").get("in"));
    }

    @Test
    void whatIsCertainlyNotTakenStandsWhereItStood() {
        var outcome = flights.outcome(new Answer.Throttled("http-429", null), RULES, NOW);

        assertEquals(Optional.of(OLD), outcome.get("cookie:a").get("out"));
        assertEquals(Optional.empty(), outcome.get("cookie:a").get("in"));
    }

    @Test
    void whatIsPerhapsTakenStaysUnderWay() {
        assertEquals(Map.of(), flights.outcome(new Answer.Unavailable("timeout", null), RULES, NOW));
    }

    @Test
    void standingsSurviveBeingWritten() {
        List<Standing> standings = List.of(
                OLD,
                new Held(NOW, NOW.plusSeconds(1), -5),
                ADD,
                REMOVE.promisedAt(NOW),
                new InFlight(Operation.ADD, NOW, "d1", 7, true, true, NOW),
                new Refused(Operation.REMOVE, "x", NOW, 7, true));

        for (Standing standing : standings) {
            assertEquals(standing, Standing.of(standing.text()));
        }
    }
}
