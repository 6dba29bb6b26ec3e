package dmp.local.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dmp.local.Folders;
import dmp.local.Infra;
import dmp.local.Kafka;
import dmp.local.Keycloak;
import dmp.local.Part;
import dmp.local.Ports;
import dmp.local.Postgres;
import dmp.local.ProcessTable;
import dmp.local.Redis;
import dmp.local.RedisCluster;
import dmp.local.Running;
import dmp.local.Topics;

/**
 * Servers on free ports with their data in a temporary folder; all gone when closed, or when the JVM ends. What a JVM leaves that was
 * ended by force is removed by the next one.
 */
public final class TestPlatform implements AutoCloseable {

    /** The first start of Keycloak on a machine builds it. */
    private static final Duration READY_WITHIN = Duration.ofMinutes(5);

    private static final String DATABASE = "dmp";

    private static final String FOLDERS = "dmp-test-";

    /** The entry of the JVM itself among its processes. */
    private static final String OWNER = "owner";

    private final Infra infra = Infra.locate();
    private final Path directory;
    private final ProcessTable processes;
    private final Map<String, String> configuration = new ConcurrentHashMap<>();
    private final Queue<Running> running = new ConcurrentLinkedQueue<>();
    private volatile RedisCluster redisCluster;
    private final Thread hook = new Thread(this::end, "dmp-local-end");

    private TestPlatform(Path directory) {
        this.directory = directory;
        this.processes = processesOf(directory);
    }

    private static ProcessTable processesOf(Path directory) {
        return new ProcessTable(directory.resolve("processes"));
    }

    /** Ends the servers and deletes the folders of JVMs that are no more. */
    static void removeAbandoned(Path parent) throws IOException {
        List<Path> folders;
        try (Stream<Path> files = Files.list(parent)) {
            folders = files.filter(file -> file.getFileName().toString().startsWith(FOLDERS))
                    .toList();
        }
        for (Path folder : folders) {
            ProcessTable processes = processesOf(folder);
            List<String> parts = processes.parts();
            if (parts.contains(OWNER) && processes.process(OWNER).isEmpty()) {
                for (String part : parts) {
                    processes.process(part).ifPresent(ProcessHandle::destroyForcibly);
                }
                Folders.delete(folder);
            }
        }
    }

    /**
     * Starts all parts at the same time.
     *
     * @param parts comma-separated: {@code postgres,redis,kafka,keycloak}; {@code redis-cluster} instead of {@code redis}
     */
    public static TestPlatform start(String parts) {
        TestPlatform platform;
        try {
            removeAbandoned(Path.of(System.getProperty("java.io.tmpdir")));
            platform = new TestPlatform(Files.createTempDirectory(FOLDERS));
            platform.processes.enter(OWNER, ProcessHandle.current());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(platform.hook);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var starts = Arrays.stream(parts.split(","))
                    .map(name -> executor.submit(platform.starting(name.strip())))
                    .toList();
            for (Future<?> start : starts) {
                start.get();
            }
            return platform;
        } catch (ExecutionException e) {
            platform.close();
            throw new IllegalStateException("Cannot start " + parts, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            platform.close();
            throw new IllegalStateException("Interrupted while starting " + parts, e);
        }
    }

    /** The application's configuration: property to value. */
    public Map<String, String> configuration() {
        return new TreeMap<>(configuration);
    }

    private Callable<Void> starting(String name) {
        return () -> {
            switch (name) {
                case "postgres" -> startPostgres();
                case "redis" -> startRedis();
                case "redis-cluster" -> startRedisCluster();
                case "kafka" -> startKafka();
                case "keycloak" -> startKeycloak();
                default ->
                    throw new IllegalArgumentException(
                            "Unknown part: '%s'. There are postgres, redis, redis-cluster, kafka, keycloak."
                                    .formatted(name));
            }
            return null;
        };
    }

    private void startPostgres() throws IOException, InterruptedException, SQLException {
        Postgres postgres =
                new Postgres(infra, directory.resolve("postgres"), Ports.free(1).getFirst());
        run("postgres", postgres);
        postgres.createDatabase(DATABASE);
        configuration.put("quarkus.datasource.reactive.url", postgres.reactiveUrl(DATABASE));
        configuration.put("quarkus.datasource.jdbc.url", postgres.jdbcUrl(DATABASE));
        configuration.put("quarkus.datasource.username", DATABASE);
        configuration.put("quarkus.datasource.password", DATABASE);
    }

    private void startRedis() throws IOException, InterruptedException {
        Redis redis = new Redis(infra, directory.resolve("redis"), Ports.free(1).getFirst());
        run("redis", redis);
        configuration.put("quarkus.redis.hosts", redis.url());
    }

    private void startRedisCluster() throws IOException, InterruptedException {
        RedisCluster cluster = new RedisCluster(infra, directory.resolve("redis-cluster"));
        for (Redis node : cluster.nodes()) {
            run(node.url().replaceAll("\\D+", "-"), node);
        }
        cluster.form();
        redisCluster = cluster;
        configuration.put("quarkus.redis.hosts", cluster.urls());
        configuration.put("quarkus.redis.client-type", "cluster");
    }

    /** The cluster, when it is one of the parts. */
    public RedisCluster redisCluster() {
        return Objects.requireNonNull(redisCluster, "redis-cluster is not one of the parts");
    }

    /** Ends a node of the cluster as a crash would, and starts it again on its data. */
    public void crash(Redis node) throws IOException, InterruptedException {
        for (Running part : running) {
            if (part.part() == node) {
                part.kill();
                running.remove(part);
                run(node.url().replaceAll("\\D+", "-"), node);
                redisCluster().awaitFormed();
                return;
            }
        }
        throw new IllegalArgumentException("It does not run: " + node.url());
    }

    private void startKafka() throws IOException, InterruptedException {
        var ports = Ports.free(2);
        Kafka kafka = new Kafka(infra, directory.resolve("kafka"), ports.getFirst(), ports.getLast());
        run("kafka", kafka);
        Topics.create(kafka.bootstrapServers());
        configuration.put("kafka.bootstrap.servers", kafka.bootstrapServers());
    }

    private void startKeycloak() throws IOException, InterruptedException {
        Keycloak keycloak =
                new Keycloak(infra, directory.resolve("keycloak"), Ports.free(1).getFirst());
        run("keycloak", keycloak);
        System.setProperty(Tokens.REALM, keycloak.realmUrl());
        configuration.put("quarkus.oidc.auth-server-url", keycloak.realmUrl());
    }

    private void run(String name, Part part) throws IOException, InterruptedException {
        Running started = Running.start(part, directory.resolve(name + ".log"));
        running.add(started);
        processes.enter(name, started.process());
        started.awaitReady(READY_WITHIN);
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            running.forEach(part -> executor.submit(() -> part.stop(Duration.ofSeconds(10))));
        }
        running.clear();
        try {
            Folders.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
