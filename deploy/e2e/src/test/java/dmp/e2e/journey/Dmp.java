package dmp.e2e.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dmp.e2e.platform.Platform;

/**
 * The platform that the journeys go over, worked by {@code deploy/dmp} as a person would: one of its own, started for the
 * tests and erased after them, with Redis Clusters if {@code -Ddmp.redis.clustered=true}; or, with
 * {@code -Ddmp.platform=<platform.json>}, one that runs already and goes on running.
 */
final class Dmp implements AutoCloseable {

    private static final long COMMAND_TAKES_AT_MOST_MINUTES = 10;

    private final Path repository = Path.of(System.getProperty("dmp.repository"));
    private final Path run;
    private final boolean own;

    private Dmp(Path run, boolean own) {
        this.run = run;
        this.own = own;
    }

    static Dmp start() {
        String running = System.getProperty("dmp.platform", "");
        try {
            if (!running.isEmpty()) {
                return new Dmp(Path.of(running).toAbsolutePath().getParent(), false);
            }
            Dmp dmp = new Dmp(Files.createTempDirectory("dmp-journeys-"), true);
            if (Boolean.getBoolean("dmp.redis.clustered")) {
                dmp.command("up", "--redis-cluster");
            } else {
                dmp.up();
            }
            return dmp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Platform platform() {
        try {
            return Platform.read(run.resolve("platform.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts whatever does not run, and waits until it is ready. */
    void up() {
        command("up");
    }

    /** Ends a part as a crash would. */
    void kill(String part) {
        command("kill", part);
    }

    /** Stops a part in good order and starts it again. */
    void restart(String part) {
        command("restart", part);
    }

    @Override
    public void close() {
        if (own) {
            command("down", "--erase");
        }
    }

    private void command(String... arguments) {
        List<String> line =
                new ArrayList<>(List.of(repository.resolve("deploy/dmp").toString()));
        line.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().put("DMP_RUN", run.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Whoever runs the journeys has built what they run against.
        builder.environment().put("DMP_BUILD", "off");
        try {
            Path output = Files.createTempFile("dmp-", ".out");
            Process process = builder.redirectOutput(output.toFile()).start();
            if (!process.waitFor(COMMAND_TAKES_AT_MOST_MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                throw new IllegalStateException(line + " does not end: " + Files.readString(output));
            }
            if (process.exitValue() != 0) {
                throw new IllegalStateException(line + " failed: " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
