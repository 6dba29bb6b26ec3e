package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command line, what it adds to the environment, and the folder it runs in. */
public record Command(List<String> line, Map<String, String> environment, Path directory) {

    public Command {
        line = List.copyOf(line);
        environment = Map.copyOf(environment);
    }

    public Command(List<String> line, Path directory) {
        this(line, Map.of(), directory);
    }

    /** Starts it in the background, with both outputs appended to the log. It outlives this process. */
    public Process start(Path log) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Runs it to its end.
     *
     * @throws IOException with the last lines of what it said, when it fails or takes longer than five minutes
     */
    public void run(Path log) throws IOException {
        Process process = start(log);
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("Took too long: " + line.getFirst() + "\n" + Running.tail(log, 20));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted: " + line.getFirst(), e);
        }
        if (process.exitValue() != 0) {
            throw new IOException("Failed with exit code %d: %s%n%s"
                    .formatted(process.exitValue(), String.join(" ", line), Running.tail(log, 20)));
        }
    }

    /** The {@code java} that runs this process: the servers run on the same. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
