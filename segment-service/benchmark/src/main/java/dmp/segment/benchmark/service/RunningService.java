package dmp.segment.benchmark.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dmp.local.Command;
import dmp.local.Ports;
import dmp.local.Running;
import dmp.local.testing.TestPlatform;
import dmp.local.testing.Tokens;

/** A packaged service in a process of its own. */
final class RunningService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Integer> ports = Ports.free(2);
    private final String name;
    private final Path jar;
    private final Map<String, String> configuration;
    private final Path log;
    private final Thread hook = new Thread(this::end, "end-service");
    private Running service;

    /**
     * @param name of the service, {@code segment}; the system property {@code dmp.<name>.jar} tells where its {@code quarkus-run.jar} is
     * @param configuration where the servers are that it needs
     */
    RunningService(String name, Map<String, String> configuration) throws IOException, InterruptedException {
        this.name = name;
        this.jar = Path.of(System.getProperty("dmp." + name + ".jar"));
        this.configuration = configuration;
        this.log = Files.createTempFile("dmp-" + name + "-service", ".log");
        // When the benchmark is interrupted.
        Runtime.getRuntime().addShutdownHook(hook);
        start();
    }

    /** All servers that a service needs, on free ports. */
    static TestPlatform servers() {
        return TestPlatform.start("postgres,redis,kafka,keycloak");
    }

    /** An answer and its status. */
    record Answer(int status, JsonNode body) {}

    String kafka() {
        return configuration.get("kafka.bootstrap.servers");
    }

    URI redis() {
        return URI.create(configuration.get("quarkus.redis.hosts"));
    }

    void start() throws IOException, InterruptedException {
        service = Running.start(new Part(), log).awaitReady(READY_WITHIN);
    }

    Connection database() throws SQLException {
        return DriverManager.getConnection(
                configuration.get("quarkus.datasource.jdbc.url"),
                configuration.get("quarkus.datasource.username"),
                configuration.get("quarkus.datasource.password"));
    }

    /** As a crash would. */
    void kill() {
        service.kill();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET().build());
    }

    Answer post(String path, Object body) throws IOException, InterruptedException {
        return send(request(path)
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    /** Creates a segment and waits until all that are known have been asked. */
    void createSegment(String id, String rule) throws IOException, InterruptedException {
        expect(201, post("/v1/segments", Map.of("id", id, "name", id, "rule", rule)));
        awaitBackfilled(id);
    }

    JsonNode awaitBackfilled(String segment) throws IOException, InterruptedException {
        while (true) {
            JsonNode progress = expect(200, get("/v1/segments/" + segment + "/backfill"));
            if (progress.get("state").asText().equals("complete")) {
                return progress;
            }
            Thread.sleep(50);
        }
    }

    static JsonNode expect(int status, Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("answered " + answer);
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ports.getFirst() + path))
                .header("Authorization", "Bearer " + Tokens.of("acme-marketer"))
                .header("Content-Type", "application/json");
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }

    @Override
    public void close() {
        end();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void end() {
        if (service != null) {
            service.kill();
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service as the launcher knows parts. */
    private final class Part implements dmp.local.Part {

        @Override
        public String title() {
            return name + " service";
        }

        @Override
        public Command prepare() throws IOException {
            if (!Files.exists(jar)) {
                throw new IOException("It is not built: %s is missing. Run mvn -DskipTests package".formatted(jar));
            }
            List<String> line = new ArrayList<>(List.of(
                    Command.java(),
                    "-Xms2g",
                    "-Xmx2g",
                    // As in deploy/kubernetes: nothing whole is collected because of classes or compiled code.
                    "-XX:MetaspaceSize=256m",
                    "-XX:ReservedCodeCacheSize=512m",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-Dquarkus.http.host=127.0.0.1",
                    "-Dquarkus.management.host=127.0.0.1",
                    "-Dquarkus.http.port=" + ports.getFirst(),
                    "-Dquarkus.management.port=" + ports.getLast()));
            configuration.forEach((name, value) -> line.add("-D" + name + "=" + value));
            line.add("-jar");
            line.add(jar.toString());
            return new Command(line, jar.getParent());
        }

        @Override
        public boolean isReady() {
            return Ports.isAnswering(URI.create("http://127.0.0.1:" + ports.getLast() + "/q/health/ready"));
        }
    }
}
