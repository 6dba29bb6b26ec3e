package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;

import dmp.local.AccessToken;
import dmp.local.Infra;

/** The commands of {@code deploy/dmp} that need more than a shell. The script says where everything is by system properties. */
public final class Main {

    /** Held, because the logging framework does not hold it. */
    private static final Logger KAFKA = Logger.getLogger("org.apache.kafka");

    private final Path run = Path.of(System.getProperty("dmp.run"));
    private final Launcher launcher =
            new Launcher(Path.of(System.getProperty("dmp.repository")), run, Infra.locate(), Main::say);

    private Main() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        // It reports each attempt to reach a broker that is not up yet.
        KAFKA.setLevel(Level.OFF);
        try {
            System.exit(new Main().execute(List.of(arguments)));
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    private int execute(List<String> arguments) throws IOException, InterruptedException {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        return switch (command) {
            case "up" -> up(rest);
            case "status" -> status();
            case "down" -> down(rest);
            case "restart" -> restart(only(rest, "restart NAME"));
            case "kill" -> kill(only(rest, "kill NAME"));
            case "token" -> token(only(rest, "token NAME"));
            default -> throw new Refusal("Unknown command '%s': deploy/dmp help".formatted(command));
        };
    }

    private int up(List<String> arguments) throws IOException, InterruptedException {
        OptionalInt offset = OptionalInt.empty();
        boolean redisCluster = false;
        boolean cityDatabase = !"off".equals(System.getenv("DMP_GEO"));
        List<String> options = new ArrayList<>(arguments);
        while (!options.isEmpty()) {
            String option = options.removeFirst();
            if (option.equals("--redis-cluster")) {
                redisCluster = true;
            } else if (option.equals("--offset")
                    && !options.isEmpty()
                    && options.getFirst().matches("\\d{1,5}")) {
                offset = OptionalInt.of(Integer.parseInt(options.removeFirst()));
            } else {
                throw new Refusal("usage: deploy/dmp up [--offset N] [--redis-cluster]");
            }
        }
        Instant begin = Instant.now();
        say("Starting the platform; its files are in " + run);
        launcher.up(offset, redisCluster, cityDatabase);
        say("Ready after %d s.".formatted(Duration.between(begin, Instant.now()).toSeconds()));
        say("");
        PortPlan ports = ports();
        for (Service service : Service.values()) {
            say("  %-12s http://127.0.0.1:%d    health, metrics: http://127.0.0.1:%d/q/health"
                    .formatted(service.id(), ports.http(service), ports.management(service)));
        }
        say("  %-12s http://127.0.0.1:%d    (simulated)".formatted("networks", ports.networks()));
        say("  %-12s http://127.0.0.1:%d    (admin / admin)".formatted("Keycloak", ports.keycloak()));
        say("");
        say(
                "A token:      deploy/dmp token acme-marketer     (also acme-analyst, acme-admin, acme-ad-network, globex-…)");
        say(
                "A call:       curl -H \"Authorization: Bearer $(deploy/dmp token acme-marketer)\" http://127.0.0.1:%d/v1/segments"
                        .formatted(ports.http(Service.SEGMENT)));
        say("The scenario: deploy/dmp demo          The end: deploy/dmp down");
        return 0;
    }

    private int status() throws IOException {
        boolean allReady = true;
        for (Launcher.Condition part : launcher.status()) {
            allReady &= part.state() == Launcher.State.READY;
            String port = part.port().isPresent() ? "port " + part.port().getAsInt() : "";
            String process = part.process()
                    .map(handle -> "pid %d, up %s".formatted(handle.pid(), age(handle)))
                    .orElse("");
            say("  %-18s %-9s %-11s %s"
                    .formatted(part.name(), part.state().name().toLowerCase(Locale.ROOT), port, process));
        }
        return allReady ? 0 : 1;
    }

    private int down(List<String> arguments) throws IOException, InterruptedException {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--erase"))) {
            throw new Refusal("usage: deploy/dmp down [--erase]");
        }
        boolean erase = !arguments.isEmpty();
        launcher.down(erase);
        say(
                erase
                        ? "Everything is stopped, its data erased."
                        : "Everything is stopped. Its data waits for the next up.");
        return 0;
    }

    private int restart(String name) throws IOException, InterruptedException {
        launcher.restart(name);
        return 0;
    }

    private int kill(String name) throws IOException {
        launcher.kill(name);
        say("Killed. Start it again: deploy/dmp up");
        return 0;
    }

    private int token(String name) throws IOException, InterruptedException {
        try {
            String realm = "http://127.0.0.1:%d/realms/dmp".formatted(ports().keycloak());
            System.out.println(AccessToken.fetch(realm, name).value());
            return 0;
        } catch (IOException e) {
            throw new Refusal(e.getMessage() == null ? "Keycloak does not answer: deploy/dmp up" : e.getMessage());
        }
    }

    private PortPlan ports() throws IOException {
        return PlatformFile.ports(run.resolve("platform.json"))
                .orElseThrow(() -> new Refusal("The platform has not been started: deploy/dmp up"));
    }

    private static String only(List<String> arguments, String usage) {
        if (arguments.size() != 1) {
            throw new Refusal("usage: deploy/dmp " + usage);
        }
        return arguments.getFirst();
    }

    private static String age(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()).truncatedTo(ChronoUnit.SECONDS))
                .map(age -> age.toString().substring(2).toLowerCase(Locale.ROOT))
                .orElse("?");
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
