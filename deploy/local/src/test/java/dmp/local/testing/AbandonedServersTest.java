package dmp.local.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dmp.local.ProcessTable;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AbandonedServersTest {

    @TempDir
    private Path temporary;

    private Path folder;
    private ProcessTable processes;
    private Process server;

    @BeforeEach
    void start() throws Exception {
        folder = Files.createDirectory(temporary.resolve("dmp-test-1"));
        processes = new ProcessTable(folder.resolve("processes"));
        server = new ProcessBuilder("sleep", "60").start();
        processes.enter("redis", server.toHandle());
    }

    @AfterEach
    void stop() {
        server.destroyForcibly();
    }

    @Test
    void serversOfAJvmThatIsNoMoreAreEnded() throws Exception {
        Process owner = new ProcessBuilder("sleep", "60").start();
        processes.enter("owner", owner.toHandle());
        owner.destroyForcibly().waitFor();

        TestPlatform.removeAbandoned(temporary);

        assertTrue(server.waitFor(5, TimeUnit.SECONDS));
        assertFalse(Files.exists(folder));
    }

    @Test
    void serversOfAJvmThatRunsAreLeftAlone() throws Exception {
        processes.enter("owner", ProcessHandle.current());

        TestPlatform.removeAbandoned(temporary);

        assertTrue(server.isAlive());
        assertTrue(Files.exists(folder));
    }

    @Test
    void foldersWhoseOwnerIsNotKnownAreLeftAlone() throws Exception {
        TestPlatform.removeAbandoned(temporary);

        assertTrue(server.isAlive());
    }
}
