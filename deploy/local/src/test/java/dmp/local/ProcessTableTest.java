package dmp.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ProcessTableTest {

    @TempDir
    private Path directory;

    private ProcessTable processes;
    private Process sleeper;

    @BeforeEach
    void start() throws Exception {
        processes = new ProcessTable(directory.resolve("processes"));
        sleeper = new ProcessBuilder("sleep", "60").start();
    }

    @AfterEach
    void stop() {
        sleeper.destroyForcibly();
    }

    @Test
    void processIsFoundByThePartItRuns() throws Exception {
        processes.enter("kafka", sleeper.toHandle());

        assertEquals(Optional.of(sleeper.toHandle()), processes.process("kafka"));
        assertEquals(Optional.empty(), processes.process("redis"));
    }

    @Test
    void processThatEndedIsNotFound() throws Exception {
        processes.enter("kafka", sleeper.toHandle());

        sleeper.destroyForcibly().waitFor();

        assertEquals(Optional.empty(), processes.process("kafka"));
    }

    @Test
    void processThatGotTheIdOfAnEarlierOneIsNotFound() throws Exception {
        Files.createDirectories(processes.directory());
        Instant earlier = Instant.now().minusSeconds(3600);

        Files.writeString(processes.directory().resolve("kafka"), sleeper.pid() + " " + earlier);

        assertEquals(Optional.empty(), processes.process("kafka"));
    }

    @Test
    void removedPartIsNotFound() throws Exception {
        processes.enter("kafka", sleeper.toHandle());

        processes.remove("kafka");

        assertEquals(Optional.empty(), processes.process("kafka"));
    }
}
