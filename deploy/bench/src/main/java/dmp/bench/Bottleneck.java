package dmp.bench;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which process is in the way, told from the CPU time that each used. */
final class Bottleneck {

    // With so much in use, what is left is lost to waiting for one another.
    private static final double SATURATED = 0.85;

    private Bottleneck() {}

    static List<String> lines(Map<String, Double> before, Map<String, Double> after, double seconds, double events) {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, Double> partToUsed = new TreeMap<>();
        after.forEach((part, cpu) -> partToUsed.put(part, cpu - before.getOrDefault(part, 0.0)));
        List<Map.Entry<String, Double>> byUse = partToUsed.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder()))
                .toList();
        double total = byUse.stream().mapToDouble(Map.Entry::getValue).sum();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Double> part : byUse) {
            lines.add("figure cpu_%s_s %.1f s".formatted(part.getKey(), part.getValue()));
        }
        for (Map.Entry<String, Double> part : byUse) {
            lines.add("figure cpu_%s_us_per_event %.0f us".formatted(part.getKey(), part.getValue() * 1e6 / events));
        }
        lines.add(statement(byUse, total / (seconds * processors), seconds));
        return lines;
    }

    static String statement(List<Map.Entry<String, Double>> byUse, double inUse, double seconds) {
        Map.Entry<String, Double> most = byUse.stream()
                .filter(part -> !part.getKey().equals(Processes.GENERATOR))
                .findFirst()
                .orElseThrow(
                        () -> new VoidRun("no process of the platform can be seen: is this the machine it runs on?"));
        if (inUse >= SATURATED) {
            return ("bottleneck: the processors, %.0f %% in use. %s takes the most of them (%.1f s in %.0f s). Twice the rate"
                            + " takes twice the processors, or half the CPU time an event costs, beginning there.")
                    .formatted(inUse * 100, most.getKey(), most.getValue(), seconds);
        }
        if (most.getValue() >= 0.9 * seconds) {
            return ("bottleneck: one thread of %s, which works %.1f s in %.0f s while the processors are %.0f %% in use."
                            + " Twice the rate takes a second instance of it.")
                    .formatted(most.getKey(), most.getValue(), seconds, inUse * 100);
        }
        return ("bottleneck: none by CPU; the processors are %.0f %% in use, and %s uses most (%.1f s in %.0f s)."
                        + " A higher --rate goes through, or something waits.")
                .formatted(inUse * 100, most.getKey(), most.getValue(), seconds);
    }
}
