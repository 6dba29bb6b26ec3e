package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.segment.membership.Change.Cause;
import dmp.segment.membership.Change.Step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ChangeTest {

    @Test
    void isReadAsItWasWritten() {
        Random random = new Random(5);
        for (int run = 0; run < 1_000; run++) {
            List<Step> steps = new ArrayList<>();
            for (int left = random.nextInt(5); left > 0; left--) {
                steps.add(new Step("segment-" + random.nextInt(100), random.nextBoolean(), random.nextInt(40)));
            }
            Cause cause = Cause.values()[random.nextInt(Cause.values().length)];
            Change change = new Change(cause, Instant.ofEpochMilli(random.nextLong(1L << 42)), steps);

            assertEquals(change, Change.of(change.line()));
        }
    }

    @Test
    void aChangeOfOneSegmentTakesFewBytes() {
        Change change = new Change(
                Cause.PROFILE,
                Instant.parse("2026-11-25T12:00:00.123Z"),
                List.of(new Step("london-returning-pricing", true, 3)));

        assertEquals(
                "p mif5zv63 +london-returning-pricing@3".length(), change.line().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p", "x mif5zv63 +a@1", "p mif5zv63 +a"})
    void whatIsNoChangeIsRefused(String line) {
        assertThrows(IllegalArgumentException.class, () -> Change.of(line));
    }
}
