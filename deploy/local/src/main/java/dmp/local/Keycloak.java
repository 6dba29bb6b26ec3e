package dmp.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Keycloak with the realm of {@code dmp-realm.json}, in an H2 database file. Building its configuration, creating its tables and
 * importing the realm take most of a minute: that is done once for each version and realm, and copied from then on.
 */
public final class Keycloak implements Part {

    private static final String REALM_FILE = "dmp-realm.json";

    private final Infra infra;
    private final Path directory;
    private final int port;

    public Keycloak(Infra infra, Path directory, int port) {
        this.infra = infra;
        this.directory = directory;
        this.port = port;
    }

    @Override
    public String title() {
        return "Keycloak";
    }

    @Override
    public Command prepare() throws IOException {
        Path archive = infra.archive("keycloak-");
        Path built = infra.prepared(Infra.nameOf(archive), folder -> unpackAndBuild(archive, folder));
        byte[] realm = realm();
        Path seeded =
                infra.prepared(Infra.nameOf(archive) + "-realm-" + hash(realm), folder -> seed(built, realm, folder));
        if (!Files.exists(directory.resolve("data"))) {
            layHome(built, directory);
            Folders.copy(seeded.resolve("data"), directory.resolve("data"));
        }
        return java(built, directory, List.of("-XX:SharedArchiveFile=" + seeded.resolve("classes.jsa")), start(port));
    }

    @Override
    public boolean isReady() {
        return Ports.isAnswering(URI.create(realmUrl() + "/.well-known/openid-configuration"));
    }

    /** The issuer of the tokens. */
    public String realmUrl() {
        return "http://127.0.0.1:%d/realms/dmp".formatted(port);
    }

    private static void unpackAndBuild(Path archive, Path folder) throws IOException {
        Infra.unzip(archive, folder);
        java(folder, folder, List.of(), List.of("build", "--db=dev-file")).run(folder.resolve("build.log"));
    }

    /** Starts once with an empty database, imports the realm, stops, and keeps the database and the classes that were loaded. */
    private static void seed(Path built, byte[] realm, Path folder) throws IOException {
        layHome(built, folder);
        Path imports = Files.createDirectories(folder.resolve("data/import"));
        Files.write(imports.resolve(REALM_FILE), realm);
        Path log = folder.resolve("seed.log");
        int port = Ports.free(1).getFirst();
        List<String> arguments = new ArrayList<>(start(port));
        arguments.add("--import-realm");
        Command command =
                java(built, folder, List.of("-XX:ArchiveClassesAtExit=" + folder.resolve("classes.jsa")), arguments);
        Keycloak seeding = new Keycloak(new Infra(folder), folder, port);
        Process process = command.start(log);
        try {
            Running running = new Running(seeding, process.toHandle(), log);
            running.awaitReady(Duration.ofMinutes(4));
            AccessToken.fetch(seeding.realmUrl(), "acme-admin");
            running.stop(Duration.ofMinutes(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while importing the realm", e);
        } finally {
            process.destroyForcibly();
        }
        Folders.delete(imports);
    }

    private static void layHome(Path built, Path home) throws IOException {
        Files.createDirectories(home);
        for (String shared : List.of("lib", "conf", "themes", "providers")) {
            Files.deleteIfExists(home.resolve(shared));
            Files.createSymbolicLink(home.resolve(shared), built.resolve(shared));
        }
    }

    private static List<String> start(int port) {
        return List.of(
                "start",
                "--optimized",
                "--cache=local",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                // Fixed, so that the issuer does not depend on how the caller spells the host.
                "--hostname=http://127.0.0.1:" + port);
    }

    /** What {@code kc.sh} would run, as one process whose id we know. */
    private static Command java(Path built, Path home, List<String> options, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Command.java(),
                "-Xms64m",
                "-Xmx320m",
                "-XX:+UseSerialGC",
                // It answers a few requests a minute: quick to start is better than quick at its peak.
                "-XX:TieredStopAtLevel=1"));
        line.addAll(options);
        for (String opened : List.of("java.util", "java.util.concurrent", "java.security", "java.lang")) {
            line.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
        }
        line.addAll(List.of(
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                "--enable-native-access=ALL-UNNAMED",
                "-Duser.language=en",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Dpicocli.disable.closures=true",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-cp",
                built.resolve("lib/quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        line.addAll(arguments);
        // The console's administrator, on this machine only.
        return new Command(
                line, Map.of("KC_BOOTSTRAP_ADMIN_USERNAME", "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin"), home);
    }

    private static byte[] realm() throws IOException {
        try (InputStream in = Keycloak.class.getResourceAsStream(REALM_FILE)) {
            return in.readAllBytes();
        }
    }

    private static String hash(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
