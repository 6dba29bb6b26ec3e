package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dmp.activation.audience.Audience.Wanted;
import dmp.activation.delivery.Standing.Held;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.delivery.Standing.Refused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

class DifferenceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Rules RULES = new Rules(null, true, Duration.ofSeconds(30), Duration.ofHours(6));
    private static final Map<String, Wanted> WANTED = Map.of("s", new Wanted(7, null));

    @Test
    void whatIsWantedAndNotToldIsAdded() {
        assertEquals(List.of("s"), difference(WANTED, Map.of()).add());
    }

    @Test
    void whatIsHeldAndWantedIsLeftAlone() {
        Difference difference = difference(WANTED, held());

        assertFalse(difference.hasChanges());
        assertNull(difference.lookAgain());
    }

    @Test
    void whatIsHeldAndNotWantedIsRemoved() {
        assertEquals(List.of("s"), difference(Map.of(), held()).remove());
    }

    @Test
    void aNewVersionOfTheSameIsNotSentAgain() {
        assertFalse(difference(Map.of("s", new Wanted(8, null)), held()).hasChanges());
    }

    @Test
    void whatExpiresIsToldAgainInTime() {
        Instant until = NOW.plus(Duration.ofMinutes(100));
        Map<String, Standing> held = Map.of("s", new Held(NOW, until, 7));

        Instant lookAgain = difference(WANTED, held).lookAgain();

        assertFalse(lookAgain.isBefore(NOW.plus(Duration.ofMinutes(80))));
        assertFalse(lookAgain.isAfter(NOW.plus(Duration.ofMinutes(90))));
        assertEquals(
                List.of("s"), differenceAt(lookAgain, WANTED, held, Set.of()).add());
    }

    @Test
    void unknownOutcomeIsSentAsItIsWantedNow() {
        Map<String, Standing> flying = flying(Operation.ADD, false, NOW);

        assertEquals(List.of("s"), difference(WANTED, flying).add());
        assertEquals(List.of("s"), difference(Map.of(), flying).remove());
    }

    @Test
    void promisedAcknowledgementIsWaitedFor() {
        Difference difference = difference(Map.of(), flying(Operation.ADD, true, NOW));

        assertFalse(difference.hasChanges());
        assertEquals(NOW.plusSeconds(30), difference.lookAgain());
    }

    @Test
    void overduePromiseRepeatsTheDelivery() {
        Map<String, Standing> flying = flying(Operation.ADD, true, NOW.minusSeconds(30));

        assertEquals(Set.of("d1"), Difference.overdue(flying, RULES, NOW));
        assertEquals(
                Set.of("d1"), differenceAt(NOW, WANTED, flying, Set.of("d1")).repeat());
        assertEquals(List.of("s"), differenceAt(NOW, WANTED, flying, Set.of()).add());
    }

    @Test
    void refusedIsLeftAloneUntilSomethingChangesOrTimeHasPassed() {
        Map<String, Standing> refused = Map.of("s", new Refused(Operation.ADD, "x", NOW, 7, false));

        Difference same = difference(WANTED, refused);

        assertFalse(same.hasChanges());
        assertEquals(NOW.plus(Duration.ofHours(6)), same.lookAgain());
        assertEquals(
                List.of("s"),
                difference(Map.of("s", new Wanted(8, null)), refused).add());
        assertEquals(
                List.of("s"),
                differenceAt(NOW.plus(Duration.ofHours(6)), WANTED, refused, Set.of())
                        .add());
    }

    @Test
    void refusedAndNeverHeldIsForgottenOnceNotWanted() {
        Map<String, Standing> refused = Map.of("s", new Refused(Operation.ADD, "x", NOW, 7, false));

        assertEquals(List.of("s"), difference(Map.of(), refused).forget());
    }

    @Test
    void refusedRefreshOfWhatIsHeldIsRemovedOnceNotWanted() {
        Map<String, Standing> refused = Map.of("s", new Refused(Operation.ADD, "x", NOW, 7, true));

        assertEquals(List.of("s"), difference(Map.of(), refused).remove());
    }

    @Test
    void networkThatCannotRemoveIsWaitedFor() {
        Rules rules = new Rules(Duration.ofHours(1), false, Duration.ofSeconds(30), Duration.ofHours(6));
        Map<String, Standing> held = Map.of("s", new Held(NOW, NOW.plusSeconds(60), 7));

        Difference early = Difference.between("cookie:a", Map.of(), held, rules, NOW, Set.of());
        Difference late = Difference.between("cookie:a", Map.of(), held, rules, NOW.plusSeconds(60), Set.of());

        assertEquals(NOW.plusSeconds(60), early.lookAgain());
        assertFalse(early.hasChanges());
        assertEquals(List.of("s"), late.forget());
    }

    private static Map<String, Standing> held() {
        return Map.of("s", new Held(NOW, null, 7));
    }

    private static Map<String, Standing> flying(Operation operation, boolean promised, Instant since) {
        return Map.of("s", new InFlight(operation, since, "d1", 7, promised, false, null));
    }

    private static Difference difference(Map<String, Wanted> wanted, Map<String, Standing> standings) {
        return differenceAt(NOW, wanted, standings, Set.of());
    }

    private static Difference differenceAt(
            Instant now, Map<String, Wanted> wanted, Map<String, Standing> standings, Set<String> repeatable) {
        return Difference.between("cookie:a", wanted, standings, RULES, now, repeatable);
    }
}
