package dmp.activation.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.local.RedisCluster;
import dmp.local.testing.TestPlatform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** On a Redis Cluster. */
class PipelineTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 4;

    private static final List<String> KEYS = IntStream.range(0, 2_500)
            .mapToObj(i -> Keys.audience("acme", "cookie:" + i))
            .toList();

    private static TestPlatform platform;
    private static RedisCluster cluster;
    private static Vertx vertx;
    private static Redis redis;
    private static Pipeline pipeline;

    @BeforeAll
    static void start() {
        platform = TestPlatform.start("redis-cluster");
        cluster = platform.redisCluster();
        vertx = Vertx.vertx();
        redis = Redis.createClient(
                vertx,
                new RedisOptions()
                        .setType(RedisClientType.CLUSTER)
                        .setEndpoints(List.of(platform.configuration()
                                .get("quarkus.redis.hosts")
                                .split(",")))
                        .setMaxPoolSize(CONNECTIONS)
                        .setMaxPoolWaiting(1_000));
        pipeline = new Pipeline(redis, "cluster");
    }

    @AfterAll
    static void stop() {
        redis.close();
        vertx.closeAndAwait();
        platform.close();
    }

    @BeforeEach
    void fill() {
        send(IntStream.range(0, KEYS.size())
                .mapToObj(i -> Pipeline.command(Command.HSET, KEYS.get(i), "n", i))
                .toList());
    }

    @Test
    void answersOfManySlotsComeInTheOrderOfTheCommands() {
        assertEquals(
                cluster.nodes().size(),
                KEYS.stream().mapToInt(PipelineTest::owner).distinct().count());

        assertEquals(numbers(), read());
    }

    @Test
    void commandsOnOneKeyAreDoneInTheirOrder() {
        List<Request> commands = KEYS.stream()
                .flatMap(key -> Stream.of(
                        Pipeline.command(Command.HSET, key, "n", "first"),
                        Pipeline.command(Command.HDEL, key, "n"),
                        Pipeline.command(Command.HSET, key, "n", "last")))
                .toList();

        send(commands);

        assertTrue(read().stream().allMatch("last"::equals));
    }

    @Test
    void movedSlotIsFound() throws Exception {
        int slot = cluster.slot(KEYS.getFirst());
        int from = cluster.owner(slot);
        int to = (from + 1) % cluster.nodes().size();

        cluster.move(slot, from, to);

        assertEquals(numbers(), read());
        cluster.move(slot, to, from);
    }

    @Test
    void nodeThatWasAwayWhileNothingWasSentIsFoundAgain() throws Exception {
        platform.crash(cluster.nodes().getFirst());

        assertEquals(numbers(), read());
    }

    /** Each failure makes all who send connect anew, several at the same time. */
    @Test
    void failuresLeaveNoConnectionsBehind() {
        for (int round = 0; round < 3 * CONNECTIONS; round++) {
            Uni<List<Response>> wrong = pipeline.send(List.of(Pipeline.command(Command.GET, KEYS.getFirst())));
            List<Uni<List<Response>>> together = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                together.add(pipeline.send(List.of(Pipeline.command(Command.HGET, KEYS.get(i), "n"))));
            }
            together.add(wrong);

            assertThrows(
                    RuntimeException.class,
                    () -> Uni.join().all(together).andCollectFailures().await().atMost(PATIENCE));
        }

        assertEquals(numbers(), read());
        List<Uni<Response>> beside = IntStream.range(0, CONNECTIONS)
                .mapToObj(i -> pipeline.send(Pipeline.command(Command.HGET, KEYS.get(i), "n")))
                .toList();
        assertEquals(
                CONNECTIONS,
                Uni.join()
                        .all(beside)
                        .andCollectFailures()
                        .await()
                        .atMost(PATIENCE)
                        .size());
    }

    private static List<String> numbers() {
        return IntStream.range(0, KEYS.size()).mapToObj(Integer::toString).toList();
    }

    private static List<String> read() {
        return send(KEYS.stream()
                        .map(key -> Pipeline.command(Command.HGET, key, "n"))
                        .toList())
                .stream()
                .map(Objects::toString)
                .toList();
    }

    private static List<Response> send(List<Request> commands) {
        return pipeline.send(commands).await().atMost(PATIENCE);
    }

    private static int owner(String key) {
        try {
            return cluster.owner(cluster.slot(key));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
