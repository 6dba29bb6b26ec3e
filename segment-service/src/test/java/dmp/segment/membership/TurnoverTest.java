package dmp.segment.membership;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TurnoverTest {

    private static final Instant THEN = Instant.ofEpochSecond(1_000);
    private static final Instant NOW = Instant.ofEpochSecond(2_000);

    @Test
    void whoCameStayedAndWentIsToldAsBySets() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            Set<String> before = segments(random);
            Set<String> after = segments(random);

            Turnover turnover = Turnover.of(
                    before.stream()
                            .map(segment -> new Membership(segment, 1, THEN, null))
                            .toList(),
                    after.stream()
                            .map(segment -> new Held(segment, 2, Evaluation.NEVER))
                            .toList(),
                    NOW);

            assertEquals(
                    after.stream()
                            .map(segment -> new Membership(segment, 2, before.contains(segment) ? THEN : NOW, null))
                            .toList(),
                    turnover.memberships());
            assertEquals(without(after, before), turnover.entered());
            assertEquals(without(before, after), turnover.left());
        }
    }

    private static Set<String> segments(Random random) {
        return random.ints(random.nextInt(8), 0, 12)
                .mapToObj(number -> "s" + number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> without(Set<String> all, Set<String> others) {
        return all.stream().filter(segment -> !others.contains(segment)).toList();
    }
}
