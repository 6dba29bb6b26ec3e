package dmp.bench;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class BottleneckTest {

    private static final List<Map.Entry<String, Double>> BY_USE =
            List.of(Map.entry("generator", 70.0), Map.entry("profile", 58.0), Map.entry("kafka", 10.0));

    @Test
    void saturatedProcessorsAreTheBottleneck() {
        assertTrue(
                Bottleneck.statement(BY_USE, 0.9, 60).startsWith("bottleneck: the processors, 90 % in use. profile"));
    }

    @Test
    void aProcessThatKeepsOneProcessorBusyIsTheBottleneckOfAnIdleMachine() {
        assertTrue(Bottleneck.statement(BY_USE, 0.3, 60).startsWith("bottleneck: one thread of profile"));
    }

    @Test
    void readsTheTimesOfAProcessWhoseNameHasBlanksAndBrackets() {
        String stat = "7 (a (b) c) S 1 7 7 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 10 0 100 1 1";

        assertEquals(3.0, Processes.cpuSeconds(stat));
    }
}
