package dmp.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

/**
 * PostgreSQL, from the binaries that {@code io.zonky.test} publishes. It refuses to run as root; where this process is root, it
 * gets a user namespace of its own ({@code unshare -U}), in which it is nobody but still owns its files.
 */
public final class Postgres implements Part {

    private static final String SUPERUSER = "postgres";

    private final Infra infra;
    private final Path directory;
    private final int port;

    public Postgres(Infra infra, Path directory, int port) {
        this.infra = infra;
        this.directory = directory;
        this.port = port;
    }

    @Override
    public String title() {
        return "PostgreSQL";
    }

    @Override
    public Command prepare() throws IOException {
        Path archive = infra.archive("postgres-");
        Path home = infra.prepared(Infra.nameOf(archive), folder -> unpack(archive, folder));
        Path data = directory.resolve("data");
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            Folders.delete(data);
            Files.createDirectories(directory);
            Path password = Files.writeString(directory.resolve("password"), SUPERUSER);
            List<String> initdb = new ArrayList<>(asNobody());
            initdb.addAll(List.of(
                    home.resolve("bin/initdb").toString(),
                    "--pgdata=" + data,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-sync"));
            new Command(initdb, directory).run(directory.resolve("initdb.log"));
        }
        List<String> line = new ArrayList<>(asNobody());
        line.addAll(List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-h",
                "127.0.0.1",
                // No socket file: its path would be limited to 107 bytes.
                "-k",
                "",
                // Definitions only: small tables. The data of a local platform need not survive a power cut.
                "-c",
                "shared_buffers=64MB",
                "-c",
                "fsync=off",
                "-c",
                "full_page_writes=off"));
        return new Command(line, directory);
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet one = statement.executeQuery("select 1")) {
            return one.next();
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Fast shutdown: does not wait for clients to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** Creates a database owned by a user of the same name, whose password is that name too, unless it is there. */
    public void createDatabase(String name) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            try (ResultSet found =
                    statement.executeQuery("select from pg_database where datname = '%s'".formatted(name))) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("""
                    do $$ begin
                      if not exists (select from pg_roles where rolname = '%1$s') then
                        create role "%1$s" login password '%1$s';
                      end if;
                    end $$""".formatted(name));
            statement.execute("create database \"%1$s\" owner \"%1$s\"".formatted(name));
        }
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    public String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    private Connection connect() throws SQLException {
        // By name: with several class loaders, as in a Quarkus test, DriverManager does not find drivers by itself.
        Properties properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        properties.setProperty("password", SUPERUSER);
        properties.setProperty("connectTimeout", "2");
        return new org.postgresql.Driver().connect(jdbcUrl(SUPERUSER), properties);
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        try (JarFile jar = new JarFile(archive.toFile())) {
            var entry = jar.stream()
                    .filter(candidate -> candidate.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException("No PostgreSQL in " + archive));
            try (InputStream in = jar.getInputStream(entry)) {
                Infra.untar(in, folder);
            }
        }
    }

    private static List<String> asNobody() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return List.of();
        }
        if (!unshareWorks()) {
            throw new IOException("PostgreSQL does not run as root, and this machine does not let root run it in a user"
                    + " namespace (unshare -U). Start the platform as an ordinary user.");
        }
        return List.of("unshare", "-U");
    }

    private static boolean unshareWorks() throws IOException {
        Process process = new ProcessBuilder("unshare", "-U", "true")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
