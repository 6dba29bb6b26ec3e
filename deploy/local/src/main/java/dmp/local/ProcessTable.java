package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who runs, by part name: a file each with the process id and the time the process started. A process id alone could by now belong to
 * somebody else, who must never be stopped.
 */
public record ProcessTable(Path directory) {

    /** The operating system derives start times from the clock, which may be set meanwhile by a little. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    public void enter(String part, ProcessHandle process) throws IOException {
        Instant started = process.info().startInstant().orElse(Instant.now());
        Files.createDirectories(directory);
        Path entry = Files.writeString(directory.resolve(part + ".new"), process.pid() + " " + started);
        Files.move(entry, directory.resolve(part), StandardCopyOption.ATOMIC_MOVE);
    }

    public void remove(String part) throws IOException {
        Files.deleteIfExists(directory.resolve(part));
    }

    /** The parts that have been entered and not removed, whether they still run or not. */
    public List<String> parts() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.endsWith(".new"))
                    .sorted()
                    .toList();
        }
    }

    /** The part's process, if it still runs and is the one that was entered. */
    public Optional<ProcessHandle> process(String part) throws IOException {
        Path entry = directory.resolve(part);
        if (!Files.exists(entry)) {
            return Optional.empty();
        }
        String[] fields = Files.readString(entry).strip().split(" ");
        if (fields.length != 2) {
            return Optional.empty();
        }
        Instant entered = Instant.parse(fields[1]);
        return ProcessHandle.of(Long.parseLong(fields[0]))
                .filter(ProcessTable::runs)
                .filter(process -> process.info()
                        .startInstant()
                        .filter(started ->
                                Duration.between(started, entered).abs().compareTo(TOLERANCE) <= 0)
                        .isPresent());
    }

    /** Whether it has not ended yet; unlike {@link ProcessHandle#isAlive()} not deceived by one whose parent does not care for it. */
    static boolean runs(ProcessHandle process) {
        return process.isAlive() && !isZombie(process.pid());
    }

    /** Ended, but nobody has asked for its exit code: happens where process 1 does not care for orphans. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
        } catch (IOException noSuchFile) {
            return false;
        }
    }
}
