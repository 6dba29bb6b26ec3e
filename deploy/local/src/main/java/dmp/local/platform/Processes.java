package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

import dmp.local.Part;
import dmp.local.ProcessTable;
import dmp.local.Running;

/** Starts and stops single parts of an installation and keeps the table of who runs. */
record Processes(Installation installation, Consumer<String> progress) {

    /** A service finishes what it has begun; at its first end it also writes its archive of classes. */
    private static final Duration STOPS_WITHIN = Duration.ofSeconds(60);

    private static final long LOG_KEPT_UP_TO_BYTES = 50_000_000;

    /** Starts the part if it does not run as it was built last, and waits until it answers. */
    void start(String name, Part part, Duration atMost) throws IOException, InterruptedException {
        ProcessTable processes = installation.processes();
        Path log = installation.log(name);
        long begin = System.nanoTime();
        Optional<ProcessHandle> alive = processes.process(name);
        if (alive.isPresent() && isOutdated(part, alive.get())) {
            stop(name, part, false);
            alive = Optional.empty();
        }
        if (alive.isPresent()) {
            boolean wasReady = part.isReady();
            new Running(part, alive.get(), log).awaitReady(atMost);
            progress.accept("  %-18s %s".formatted(name, wasReady ? "runs" : "ready"));
            return;
        }
        if (Files.exists(log) && Files.size(log) > LOG_KEPT_UP_TO_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        Running running = Running.start(part, log);
        processes.enter(name, running.process());
        running.awaitReady(atMost);
        progress.accept("  %-18s ready in %.1f s".formatted(name, (System.nanoTime() - begin) / 1e9));
    }

    /** It was built again since it was started: what runs lacks its files now, and is not what people expect. */
    private static boolean isOutdated(Part part, ProcessHandle process) throws IOException {
        Optional<Instant> started = process.info().startInstant();
        return part instanceof Application application
                && started.isPresent()
                && application.builtAt().isAfter(started.get());
    }

    /** Stops the part if it runs; at once if its data is to be erased anyway. */
    void stop(String name, Part part, boolean erase) throws IOException {
        Optional<ProcessHandle> process = installation.processes().process(name);
        if (process.isPresent()) {
            long begin = System.nanoTime();
            Running running = new Running(part, process.get(), installation.log(name));
            if (erase && part instanceof Application) {
                // What it would finish and keep in good order is to be erased.
                running.kill();
            } else {
                running.stop(STOPS_WITHIN);
            }
            progress.accept("  %-18s stopped in %.1f s".formatted(name, (System.nanoTime() - begin) / 1e9));
        }
        installation.processes().remove(name);
    }
}
