package dmp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dmp.e2e.platform.Platform;

/** The CPU time that each process of the platform, and this one, has used: from {@code /proc}, where there is one. */
final class Processes {

    static final String GENERATOR = "generator";

    // What the kernel counts in (USER_HZ); 100 on every Linux that Java runs on.
    private static final double TICKS_PER_SECOND = 100;

    private final Path table;

    Processes(Platform platform) {
        this.table = platform.run().resolve("processes");
    }

    /** CPU seconds since its start by part name; parts whose process cannot be seen are left out. */
    Map<String, Double> cpuSeconds() throws IOException {
        Map<String, Double> partToSeconds = new TreeMap<>();
        if (Files.isDirectory(table)) {
            try (Stream<Path> entries = Files.list(table)) {
                for (Path entry : entries.toList()) {
                    String pid = Files.readString(entry).strip().split(" ")[0];
                    put(partToSeconds, entry.getFileName().toString(), pid);
                }
            }
        }
        put(partToSeconds, GENERATOR, Long.toString(ProcessHandle.current().pid()));
        return partToSeconds;
    }

    private static void put(Map<String, Double> partToSeconds, String part, String pid) throws IOException {
        Path stat = Path.of("/proc", pid, "stat");
        if (Files.isReadable(stat)) {
            double seconds = cpuSeconds(Files.readString(stat));
            // PostgreSQL works in processes of its own, whose time the parent knows only after their end.
            for (String child : children(pid)) {
                Path childStat = Path.of("/proc", child, "stat");
                if (Files.isReadable(childStat)) {
                    seconds += cpuSeconds(Files.readString(childStat));
                }
            }
            partToSeconds.put(part, seconds);
        }
    }

    private static Iterable<String> children(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).stream()
                .flatMap(ProcessHandle::children)
                .map(child -> Long.toString(child.pid()))
                .toList();
    }

    /** utime and stime of a {@code /proc/<pid>/stat}, see proc(5): the 14th and 15th field; the 2nd may contain blanks. */
    static double cpuSeconds(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
    }
}
