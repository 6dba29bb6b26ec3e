package dmp.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A part that has a process, whoever started it. */
public record Running(Part part, ProcessHandle process, Path log) {

    /** Starts the part without waiting for it to answer. */
    public static Running start(Part part, Path log) throws IOException {
        return new Running(part, part.prepare().start(log).toHandle(), log);
    }

    /**
     * Waits until the part answers.
     *
     * @throws IOException with the end of its log, when its process ends or the time is over
     */
    public Running awaitReady(Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!part.isReady()) {
            if (!ProcessTable.runs(process)) {
                throw new IOException("%s ended while starting. Its log %s ends with:%n%s"
                        .formatted(part.title(), log, tail(log, 20)));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("%s did not answer within %d s. Its log %s ends with:%n%s"
                        .formatted(part.title(), atMost.toSeconds(), log, tail(log, 20)));
            }
            Thread.sleep(200);
        }
        return this;
    }

    /** Asks the process to stop and waits for that; ends it, and what it started, by force when it takes longer. */
    public void stop(Duration atMost) {
        signal(process.pid(), part.stopSignal());
        if (!endsWithin(atMost)) {
            kill();
        }
    }

    /** Ends the process and what it started at once. */
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        endsWithin(Duration.ofSeconds(5));
    }

    private boolean endsWithin(Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (ProcessTable.runs(process)) {
                if (System.nanoTime() - deadline > 0) {
                    return false;
                }
                Thread.sleep(20);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Java itself can send only TERM and KILL; PostgreSQL needs INT to stop without waiting for its clients. */
    private static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException noSuchProgram) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last lines of a log. */
    static String tail(Path log, int lines) throws IOException {
        if (!Files.exists(log)) {
            return "(no log)";
        }
        // Not Files.readString: it fails on a byte that is not UTF-8, and a log may hold any.
        List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }
}
