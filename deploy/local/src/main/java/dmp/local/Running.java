package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A part whose process has been started by this one. */
public final class Running {

    private final Part part;
    private final Process process;
    private final Path log;

    private Running(Part part, Process process, Path log) {
        this.part = part;
        this.process = process;
        this.log = log;
    }

    /** Starts the part without waiting for it to answer. */
    public static Running start(Part part, Path log) throws IOException {
        return of(part, part.prepare().start(log), log);
    }

    static Running of(Part part, Process process, Path log) {
        return new Running(part, process, log);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Waits until the part answers.
     *
     * @throws IOException with the end of its log, when its process ends or the time is over
     */
    public Running awaitReady(Duration atMost) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!part.isReady()) {
            if (!process.isAlive()) {
                throw new IOException("%s ended with exit code %d while starting. Its log %s ends with:%n%s"
                        .formatted(part.title(), process.exitValue(), log, tail(log)));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("%s did not answer within %d s. Its log %s ends with:%n%s"
                        .formatted(part.title(), atMost.toSeconds(), log, tail(log)));
            }
            Thread.sleep(50);
        }
        return this;
    }

    /** Asks the process to stop, and ends it by force when it takes longer than ten seconds. */
    public void stop() {
        stop(Duration.ofSeconds(10));
    }

    void stop(Duration atMost) {
        signal(process.pid(), part.stopSignal());
        try {
            if (process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Java itself can send only TERM and KILL; PostgreSQL needs INT to stop without waiting for its clients. */
    static void signal(long pid, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static String tail(Path log) throws IOException {
        if (!Files.exists(log)) {
            return "(no log)";
        }
        List<String> lines = new String(Files.readAllBytes(log)).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }
}
