package dmp.local.platform;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import dmp.local.Folders;
import dmp.local.Infra;
import dmp.local.Kafka;
import dmp.local.Part;
import dmp.local.Ports;
import dmp.local.Postgres;
import dmp.local.Running;
import dmp.local.Topics;

/**
 * Starts and stops the platform of one run folder. Its processes outlive the JVM that starts them. One command at a time works on a
 * run folder; a second one is refused.
 */
public final class Launcher {

    /** The first start on a machine unpacks and builds Keycloak. */
    private static final Duration INFRASTRUCTURE_READY_WITHIN = Duration.ofMinutes(5);

    private static final Duration APPLICATION_READY_WITHIN = Duration.ofMinutes(5);

    private final Path repository;
    private final Path run;
    private final Infra infra;
    private final Consumer<String> progress;

    /**
     * @param repository the working copy, built
     * @param run the folder for all state; created when missing
     * @param progress takes a line for each step
     */
    public Launcher(Path repository, Path run, Infra infra, Consumer<String> progress) {
        this.repository = repository;
        this.run = run;
        this.infra = infra;
        this.progress = progress;
    }

    /**
     * Starts what does not run and waits until everything answers.
     *
     * @param offset to be added to every port; when absent that of the last start, or, where nothing runs, the first that is free
     * @param redisCluster whether each service is to have a Redis Cluster; when not, they have what they had at the last start
     * @param cityDatabase whether to fetch the city database if it is not there
     * @return {@code platform.json}
     * @throws Refusal when something cannot be started
     */
    public Path up(OptionalInt offset, boolean redisCluster, boolean cityDatabase)
            throws IOException, InterruptedException {
        try (FileChannel held = lock()) {
            Installation installation = new Installation(repository, run, infra, plan(offset, redisCluster));
            Map<String, Part> applications = installation.applications();
            refuseTakenPorts(installation);
            Secrets.create(installation.credentials());
            PlatformFile.write(installation);
            if (!Files.isDirectory(infra.directory().resolve("unpacked"))) {
                progress.accept("The first start here unpacks and prepares the servers: a minute or two.");
            }
            Tasks infrastructure = new Tasks();
            installation
                    .infrastructure()
                    .forEach((name, part) -> infrastructure.add(name, () -> {
                        on(installation).start(name, part, INFRASTRUCTURE_READY_WITHIN);
                        furnish(part, installation);
                    }));
            infrastructure.add(
                    "city-database", () -> CityDatabase.ofThisUser().provide(installation, cityDatabase, progress));
            infrastructure.await();
            formRedisClusters(installation);
            Tasks services = new Tasks();
            applications.forEach((name, part) ->
                    services.add(name, () -> on(installation).start(name, part, APPLICATION_READY_WITHIN)));
            services.await();
            return installation.platformFile();
        }
    }

    /** Stops everything, services first; with {@code erase} all data, logs and secrets go too. */
    public void down(boolean erase) throws IOException, InterruptedException {
        if (!Files.isDirectory(run)) {
            return;
        }
        try (FileChannel held = lock()) {
            Installation installation = existing();
            for (Map<String, Part> group : List.of(installation.applications(), installation.infrastructure())) {
                Tasks stops = new Tasks();
                group.forEach(
                        (name, part) -> stops.add(name, () -> on(installation).stop(name, part, erase)));
                stops.await();
            }
        }
        if (erase) {
            Folders.delete(run);
        }
    }

    /** Stops the part in good order if it runs, and starts it again. */
    public void restart(String name) throws IOException, InterruptedException {
        try (FileChannel held = lock()) {
            Installation installation = existing();
            Part part = part(installation, name);
            on(installation).stop(name, part, false);
            on(installation).start(name, part, APPLICATION_READY_WITHIN);
        }
    }

    /** Ends the part's process at once, as a crash would ({@code kill -9}). */
    public void kill(String name) throws IOException {
        Installation installation = existing();
        Part part = part(installation, name);
        ProcessHandle process = installation
                .processes()
                .process(name)
                .orElseThrow(() -> new Refusal("%s does not run.".formatted(name)));
        new Running(part, process, installation.log(name)).kill();
    }

    /** How a part is at this moment. */
    public enum State {
        READY,
        STARTING,
        STOPPED
    }

    /** What {@code status} tells of a part. */
    public record Condition(String name, State state, OptionalInt port, Optional<ProcessHandle> process, Path log) {}

    /** Every part, in the order in which they start. */
    public List<Condition> status() throws IOException {
        Installation installation = existing();
        List<Condition> conditions = new ArrayList<>();
        for (Map.Entry<String, Part> entry : installation.parts().entrySet()) {
            String name = entry.getKey();
            Optional<ProcessHandle> process = installation.processes().process(name);
            State state = process.isEmpty() ? State.STOPPED : entry.getValue().isReady() ? State.READY : State.STARTING;
            Integer port = installation.ports().all().get(name);
            conditions.add(new Condition(
                    name,
                    state,
                    port == null ? OptionalInt.empty() : OptionalInt.of(port),
                    process,
                    installation.log(name)));
        }
        return conditions;
    }

    private Processes on(Installation installation) {
        return new Processes(installation, progress);
    }

    /** Databases and topics: done again at each start, so that new ones of a new version come to be. */
    private static void furnish(Part part, Installation installation) throws Exception {
        if (part instanceof Postgres postgres) {
            for (Service service : Service.values()) {
                postgres.createDatabase(service.id());
            }
        }
        if (part instanceof Kafka kafka) {
            Topics.create(kafka.bootstrapServers());
        }
    }

    private static void formRedisClusters(Installation installation) throws InterruptedException {
        if (installation.ports().redisClustered()) {
            Tasks clusters = new Tasks();
            for (Service service : Service.values()) {
                clusters.add(
                        "redis-" + service.id(),
                        () -> installation.redisCluster(service).form());
            }
            clusters.await();
        }
    }

    private PortPlan plan(OptionalInt offset, boolean redisCluster) throws IOException {
        Optional<PortPlan> last = PlatformFile.ports(run.resolve("platform.json"));
        if (redisCluster && last.isPresent() && !last.get().redisClustered()) {
            throw new Refusal(
                    "The data in %s is of one Redis for each service. Give it up first: deploy/dmp down --erase"
                            .formatted(run));
        }
        if (offset.isEmpty()) {
            // What runs keeps its ports. Where nothing does, a port that was taken meanwhile moves all.
            if (last.isPresent() && (last.get().isFree() || anythingRuns())) {
                return last.get();
            }
            PortPlan free = PortPlan.firstFree(isClustered(last, redisCluster));
            if (free.offset() > 0) {
                progress.accept("Some of the usual ports are taken: adding %d to all.".formatted(free.offset()));
            }
            return free;
        }
        PortPlan wanted = new PortPlan(offset.getAsInt(), isClustered(last, redisCluster));
        if (last.isPresent() && !last.get().equals(wanted) && anythingRuns()) {
            throw new Refusal("It runs with offset %d already. Stop it first: deploy/dmp down"
                    .formatted(last.get().offset()));
        }
        return wanted;
    }

    private static boolean isClustered(Optional<PortPlan> last, boolean redisCluster) {
        return redisCluster || last.map(PortPlan::redisClustered).orElse(false);
    }

    private boolean anythingRuns() throws IOException {
        Installation installation = existing();
        for (String name : installation.parts().keySet()) {
            if (installation.processes().process(name).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static void refuseTakenPorts(Installation installation) throws IOException {
        Map<String, Integer> taken = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> use : installation.ports().all().entrySet()) {
            String part = use.getKey().split("/")[0];
            if (installation.processes().process(part).isEmpty() && !Ports.isFree(use.getValue())) {
                taken.put(use.getKey(), use.getValue());
            }
        }
        if (!taken.isEmpty()) {
            throw new Refusal(
                    "Another program uses the port of %s. Stop it, or choose other ports: deploy/dmp down; deploy/dmp up --offset N"
                            .formatted(taken));
        }
    }

    private Installation existing() throws IOException {
        PortPlan ports = PlatformFile.ports(run.resolve("platform.json")).orElse(new PortPlan(0));
        return new Installation(repository, run, infra, ports);
    }

    private static Part part(Installation installation, String name) throws IOException {
        Part part = installation.parts().get(name);
        if (part == null) {
            throw new Refusal("There is no part '%s'. There are: %s"
                    .formatted(name, String.join(", ", installation.parts().keySet())));
        }
        return part;
    }

    /** The run folder is this process's until the channel is closed. */
    private FileChannel lock() throws IOException {
        FileChannel channel = FileChannel.open(
                Files.createDirectories(run).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            throw new Refusal("Another deploy/dmp is at work on %s. Wait for it.".formatted(run));
        }
        return channel;
    }
}
