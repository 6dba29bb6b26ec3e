package dmp.e2e;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ComparisonTest {

    @Test
    void namesWhatIsMissingAndWhatIsTooMuch() {
        Comparison comparison = Comparison.of("members", Set.of("a", "b"), Set.of("b", "c"));

        assertEquals(
                List.of("DIFFERENT: members: 2 expected, 1 missing, 1 too many", "  missing: a", "  too many: c"),
                comparison.lines());
    }

    @Test
    void countsWhatIsEqual() {
        assertEquals(
                List.of("equal: members (2)"),
                Comparison.of("members", Set.of("a", "b"), Set.of("b", "a")).lines());
    }

    @Test
    void percentilesAreValuesThatOccurred() {
        assertEquals(2, Latencies.percentile(List.of(1L, 2L, 3L, 4L), 50));
        assertEquals(4, Latencies.percentile(List.of(1L, 2L, 3L, 4L), 95));
        assertEquals(1, Latencies.percentile(List.of(1L), 50));
    }
}
