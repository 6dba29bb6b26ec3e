package dmp.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Durations in milliseconds, by what they are of. */
final class Latencies {

    private final Map<String, List<Long>> nameToMillis = new TreeMap<>();

    void add(String name, long millis) {
        nameToMillis.computeIfAbsent(name, key -> new ArrayList<>()).add(millis);
    }

    List<String> lines() {
        return nameToMillis.entrySet().stream()
                .map(entry -> {
                    List<Long> sorted = entry.getValue().stream().sorted().toList();
                    return "  %-42s p50 %5d ms   p95 %5d ms   of %d"
                            .formatted(entry.getKey(), percentile(sorted, 50), percentile(sorted, 95), sorted.size());
                })
                .toList();
    }

    /** The smallest value that at least so many percent do not exceed. */
    static long percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
}
