package dmp.local.platform;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PortPlanTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPortIsUsedTwice(boolean clustered) {
        Collection<Integer> ports = new PortPlan(0, clustered).all().values();

        assertEquals(ports.size(), new HashSet<>(ports).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 900, 1000, 1100, 1900})
    void plansOfTheStepsShareNoPortWithTheUsualOne(int offset) {
        Collection<Integer> usual = everyPort(0);
        Collection<Integer> other = everyPort(offset);

        if (offset == 1000) {
            // The management ports are the usual ones plus 1000: firstFree passes this plan over when the usual one is
            // in use.
            assertFalse(Collections.disjoint(usual, other));
        } else {
            assertTrue(Collections.disjoint(usual, other));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void offsetIsAddedToEveryPort(boolean clustered) {
        PortPlan usual = new PortPlan(0, clustered);
        PortPlan moved = new PortPlan(300, clustered);

        usual.all().forEach((use, port) -> assertEquals(port + 300, moved.all().get(use), use));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 46_443})
    void offsetThatLeavesTheRangeOfPortsIsRefused(int offset) {
        assertThrows(Refusal.class, () -> new PortPlan(offset));
    }

    @Test
    void noPortOfAClusterIsAboveTheRange() {
        int highest = new PortPlan(39_141, true)
                .all().values().stream().mapToInt(Integer::intValue).max().orElseThrow();

        assertEquals(65_535, highest);
        assertThrows(Refusal.class, () -> new PortPlan(39_142, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takenPortMovesTheWholePlan(boolean clustered) throws Exception {
        PortPlan free = PortPlan.firstFree(clustered);
        try (ServerSocket taken = new ServerSocket(free.kafka(), 1, InetAddress.getLoopbackAddress())) {
            PortPlan next = PortPlan.firstFree(clustered);

            assertTrue(taken.isBound());
            assertNotEquals(free, next);
        }
    }

    /** Of platforms with and without Redis Clusters. */
    private static Collection<Integer> everyPort(int offset) {
        Collection<Integer> ports =
                new HashSet<>(new PortPlan(offset, false).all().values());
        ports.addAll(new PortPlan(offset, true).all().values());
        return ports;
    }
}
