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

    @Test
    void noPortIsUsedTwice() {
        Collection<Integer> ports = new PortPlan(0).all().values();

        assertEquals(ports.size(), new HashSet<>(ports).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 900, 1000, 1100, 1900})
    void plansOfTheStepsShareNoPortWithTheUsualOne(int offset) {
        Collection<Integer> usual = new PortPlan(0).all().values();
        Collection<Integer> other = new PortPlan(offset).all().values();

        if (offset == 1000) {
            // The management ports are the usual ones plus 1000: firstFree passes this plan over when the usual one is
            // in use.
            assertFalse(Collections.disjoint(usual, other));
        } else {
            assertTrue(Collections.disjoint(usual, other));
        }
    }

    @Test
    void offsetIsAddedToEveryPort() {
        PortPlan usual = new PortPlan(0);
        PortPlan moved = new PortPlan(300);

        usual.all().forEach((use, port) -> assertEquals(port + 300, moved.all().get(use), use));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 46_443})
    void offsetThatLeavesTheRangeOfPortsIsRefused(int offset) {
        assertThrows(Refusal.class, () -> new PortPlan(offset));
    }

    @Test
    void takenPortMovesTheWholePlan() throws Exception {
        PortPlan free = PortPlan.firstFree();
        try (ServerSocket taken = new ServerSocket(free.kafka(), 1, InetAddress.getLoopbackAddress())) {
            PortPlan next = PortPlan.firstFree();

            assertTrue(taken.isBound());
            assertNotEquals(free, next);
        }
    }
}
