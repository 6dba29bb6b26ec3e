package dmp.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What the figures were measured on. */
final class Machine {

    private Machine() {}

    static List<String> lines() {
        return List.of(
                "machine: %s, %d processors, %s of memory"
                        .formatted(
                                field("/proc/cpuinfo", "model name", System.getProperty("os.arch")),
                                Runtime.getRuntime().availableProcessors(),
                                field("/proc/meminfo", "MemTotal", "unknown size")),
                "system:  %s %s, Java %s (%s)"
                        .formatted(
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("java.version"),
                                System.getProperty("java.vendor")),
                "The load generator shares this machine with the platform.");
    }

    private static String field(String file, String name, String otherwise) {
        try {
            return Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException noSuchFile) {
            return otherwise;
        }
    }
}
