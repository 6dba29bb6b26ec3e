package dmp.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path data = directory.resolve("data");
        if (!Files.exists(data.resolve("meta.properties"))) {
            Folders.delete(data);
            Folders.copy(formatted(), data);
        }
        Path properties = Files.writeString(directory.resolve("server.properties"), properties(data));
        return java("kafka.Kafka", List.of(properties.toString()), directory);
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

    /** The formatted data folder of an empty node, made once and copied for each: formatting costs the start of a JVM. */
    private Path formatted() throws IOException {
        return infra.prepared("kafka-formatted", folder -> {
            Path properties = Files.writeString(folder.resolve("format.properties"), properties(folder));
            Path log = folder.resolve("format.log");
            java(
                            "kafka.tools.StorageTool",
                            List.of(
                                    "format",
                                    "--cluster-id",
                                    "ZG1wLWxvY2FsLWthZmthMQ",
                                    "--config",
                                    properties.toString()),
                            folder)
                    .run(log);
            Files.delete(properties);
            Files.delete(log);
        });
    }

    private Command java(String mainClass, List<String> arguments, Path folder) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Command.java(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                infra.libraries().stream().map(Path::toString).collect(Collectors.joining(":")),
                mainClass));
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
