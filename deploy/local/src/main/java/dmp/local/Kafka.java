package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Kafka in KRaft mode: one node that is broker and controller. */
public final class Kafka implements Part {

    private static final String BROKER = "kafka.Kafka";
    private static final String CLASSES = "classes.jsa";

    private final Infra infra;
    private final Path directory;
    private final int port;
    private final int controllerPort;

    public Kafka(Infra infra, Path directory, int port, int controllerPort) {
        this.infra = infra;
        this.directory = directory;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    @Override
    public String title() {
        return "Kafka";
    }

    @Override
    public Command prepare() throws IOException {
        Path seed = seed();
        Path data = directory.resolve("data");
        if (!Files.exists(data.resolve("meta.properties"))) {
            Folders.delete(data);
            Folders.copy(seed.resolve("data"), data);
        }
        Path properties = Files.writeString(directory.resolve("server.properties"), properties(data));
        return java(
                BROKER,
                List.of(properties.toString()),
                List.of("-XX:SharedArchiveFile=" + seed.resolve(CLASSES)),
                directory);
    }

    @Override
    public boolean isReady() {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "3000");
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000");
        if (!Ports.isListening(port)) {
            return false;
        }
        try (Admin admin = Admin.create(properties)) {
            return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /**
     * What is the same for every node, made once for each set of libraries: the formatted data folder of an empty node, which costs the
     * start of a JVM, and an archive of the classes that a broker loads, which halves the time of its own start.
     */
    private Path seed() throws IOException {
        List<String> libraries = infra.libraries().stream()
                .map(file -> file.getFileName().toString())
                .toList();
        return infra.prepared("kafka-%08x".formatted(libraries.hashCode()), folder -> {
            Path data = folder.resolve("data");
            Path log = folder.resolve("seed.log");
            List<Integer> ports = Ports.free(2);
            Kafka seeding = new Kafka(infra, folder, ports.getFirst(), ports.getLast());
            Path properties = Files.writeString(folder.resolve("server.properties"), seeding.properties(data));
            java(
                            "kafka.tools.StorageTool",
                            List.of(
                                    "format",
                                    "--cluster-id",
                                    "ZG1wLWxvY2FsLWthZmthMQ",
                                    "--config",
                                    properties.toString()),
                            List.of(),
                            folder)
                    .run(log);
            // The broker of the archive works on a copy: what it writes must not be part of the empty node.
            Path copy = folder.resolve("copy");
            Folders.copy(data, copy);
            Files.writeString(properties, seeding.properties(copy));
            Command broker = java(
                    BROKER,
                    List.of(properties.toString()),
                    List.of("-XX:ArchiveClassesAtExit=" + folder.resolve(CLASSES)),
                    folder);
            Process process = broker.start(log);
            try {
                Running running = new Running(seeding, process.toHandle(), log);
                running.awaitReady(Duration.ofMinutes(2));
                Topics.create(seeding.bootstrapServers());
                running.stop(Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted while preparing Kafka", e);
            } finally {
                process.destroyForcibly();
            }
            Folders.delete(copy);
        });
    }

    private Command java(String mainClass, List<String> arguments, List<String> options, Path folder)
            throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Command.java(), "-Xms64m", "-Xmx384m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"));
        line.addAll(options);
        line.addAll(List.of(
                "-cp", infra.libraries().stream().map(Path::toString).collect(Collectors.joining(":")), mainClass));
        line.addAll(arguments);
        return new Command(line, folder);
    }

    private String properties(Path data) {
        return """
                process.roles=broker,controller
                node.id=1
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                controller.quorum.voters=1@127.0.0.1:%2$d
                log.dirs=%3$s
                # A misspelt topic fails instead of swallowing data.
                auto.create.topics.enable=false
                min.insync.replicas=1
                # One node: one copy; few partitions, because each costs files and start-up time.
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                # The first consumer of a group starts at once instead of waiting 3 s for others.
                group.initial.rebalance.delay.ms=0
                # Two cores.
                num.network.threads=2
                num.io.threads=4
                background.threads=4
                # The default of 128 MiB is a third of this heap; definitions are few.
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(port, controllerPort, data);
    }
}
