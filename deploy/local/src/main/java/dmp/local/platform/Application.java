package dmp.local.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dmp.local.Command;
import dmp.local.Part;
import dmp.local.Ports;

/**
 * A program of the platform itself, as the build leaves it.
 *
 * @param directory what it runs in; a core dump or a stray file of its own lands there
 * @param ready an address of this machine that answers 200 as soon as the program can be used
 */
record Application(
        String title, Path jar, List<String> arguments, Map<String, String> environment, Path directory, URI ready)
        implements Part {

    @Override
    public Command prepare() throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException("%s is not built: %s is missing. Run mvn -DskipTests package".formatted(title, jar));
        }
        Files.createDirectories(directory);
        Path classes = directory.resolve("classes.jsa");
        // One of an earlier build is of no use, and the JVM would neither say so nor replace it.
        if (Files.exists(classes)
                && Files.getLastModifiedTime(classes).toInstant().isBefore(builtAt())) {
            Files.delete(classes);
        }
        List<String> line = new ArrayList<>(List.of(
                Command.java(),
                "-Xms64m",
                "-Xmx512m",
                // Six JVMs share a laptop: this collector needs the least memory and no threads of its own.
                "-XX:+UseSerialGC",
                // The classes loaded at the first run are kept at its end, in the form the JVM has them in memory.
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + classes,
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Duser.timezone=UTC",
                "-jar",
                jar.toString()));
        line.addAll(arguments);
        return new Command(line, environment, directory);
    }

    /** When its jar was written; long ago when there is none. */
    Instant builtAt() throws IOException {
        return Files.exists(jar) ? Files.getLastModifiedTime(jar).toInstant() : Instant.EPOCH;
    }

    @Override
    public boolean isReady() {
        return Ports.isAnswering(ready);
    }
}
