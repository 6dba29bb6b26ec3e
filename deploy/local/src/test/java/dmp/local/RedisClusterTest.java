package dmp.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RedisClusterTest {

    private static final String KEY = "state:{acme|cookie:a}";

    @TempDir
    private Path directory;

    private RedisCluster cluster;
    private final List<Running> running = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        start(RedisCluster.freePorts());
    }

    @AfterEach
    void stop() {
        running.forEach(node -> node.stop(Duration.ofSeconds(10)));
        running.clear();
    }

    @Test
    void nodesShareTheKeys() throws Exception {
        int owner = cluster.owner(cluster.slot(KEY));

        assertEquals("+OK", cluster.command(owner, "SET", KEY, "1"));
        IOException elsewhere =
                assertThrows(IOException.class, () -> cluster.command((owner + 1) % RedisCluster.MASTERS, "GET", KEY));
        assertTrue(elsewhere.getMessage().contains("MOVED"), elsewhere::getMessage);
    }

    @Test
    void slotMovesWithItsKeys() throws Exception {
        int slot = cluster.slot(KEY);
        int from = cluster.owner(slot);
        int to = (from + 1) % RedisCluster.MASTERS;
        cluster.command(from, "SET", KEY, "1");

        cluster.move(slot, from, to);

        assertEquals("$1\n1", cluster.command(to, "GET", KEY));
        assertThrows(IOException.class, () -> cluster.command(from, "GET", KEY));
    }

    /** As when the platform is started again with another offset. */
    @Test
    void keysAreThereWhenAllStartAgainOnOtherPorts() throws Exception {
        int owner = cluster.owner(cluster.slot(KEY));
        cluster.command(owner, "SET", KEY, "1");
        String before = cluster.urls();
        stop();

        start(RedisCluster.freePorts());

        assertNotEquals(before, cluster.urls());
        assertEquals("$1\n1", cluster.command(owner, "GET", KEY));
    }

    private void start(List<Integer> ports) throws Exception {
        cluster = new RedisCluster(Infra.locate(), directory, ports);
        for (Redis node : cluster.nodes()) {
            running.add(Running.start(node, directory.resolve("log")).awaitReady(Duration.ofSeconds(30)));
        }
        cluster.form();
    }
}
