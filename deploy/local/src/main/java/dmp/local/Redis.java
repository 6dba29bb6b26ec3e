package dmp.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Redis: the {@code redis-server} on the PATH when it is version 7 or newer, else the 6.2 that {@code embedded-redis} carries.
 * Keeps its data as a service in production would: every write in the append-only file, nothing evicted.
 */
public final class Redis implements Part {

    private static final Pattern VERSION = Pattern.compile("v=(\\d+)\\.");

    private final Infra infra;
    private final Path directory;
    private final int port;
    private final List<String> more;

    public Redis(Infra infra, Path directory, int port) {
        this(infra, directory, port, List.of());
    }

    private Redis(Infra infra, Path directory, int port, List<String> more) {
        this.infra = infra;
        this.directory = directory;
        this.port = port;
        this.more = more;
    }

    /** A node of a cluster, which serves its slots whether the other nodes are there or not. */
    static Redis ofCluster(Infra infra, Path directory, int port) {
        return new Redis(
                infra,
                directory,
                port,
                List.of(
                        "--cluster-enabled",
                        "yes",
                        "--cluster-node-timeout",
                        "2000",
                        "--cluster-require-full-coverage",
                        "no"));
    }

    @Override
    public String title() {
        return "Redis";
    }

    @Override
    public Command prepare() throws IOException {
        Files.createDirectories(directory);
        List<String> line = new ArrayList<>(List.of(
                executable(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                directory.toString(),
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                // The append-only file is the state; no snapshots beside it.
                "--save",
                "",
                "--maxmemory-policy",
                "noeviction"));
        line.addAll(more);
        return new Command(line, directory);
    }

    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
            socket.setSoTimeout(1000);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            // While it reads its data from disk it answers -LOADING.
            return "+PONG".equals(reader.readLine());
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As Quarkus wants it. */
    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    private String executable() throws IOException {
        if (versionOnPath() >= 7) {
            return "redis-server";
        }
        Path archive = infra.archive("redis-");
        return infra.prepared(Infra.nameOf(archive), folder -> unpack(archive, folder))
                .resolve("redis-server")
                .toString();
    }

    /** The major version of the {@code redis-server} on the PATH, 0 when there is none. */
    private static int versionOnPath() {
        try {
            Process process = new ProcessBuilder("redis-server", "--version").start();
            try (InputStream out = process.getInputStream()) {
                Matcher version = VERSION.matcher(new String(out.readAllBytes(), StandardCharsets.US_ASCII));
                return version.find() ? Integer.parseInt(version.group(1)) : 0;
            }
        } catch (IOException none) {
            return 0;
        }
    }

    private static void unpack(Path archive, Path folder) throws IOException {
        String suffix = suffix(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (JarFile jar = new JarFile(archive.toFile());
                Stream<String> names = jar.stream().map(entry -> entry.getName())) {
            String name = names.filter(candidate -> candidate.startsWith("redis-server-") && candidate.endsWith(suffix))
                    .findFirst()
                    .orElseThrow(() -> new IOException(
                            "No Redis for this machine (%s): install Redis 7 or newer".formatted(suffix)));
            Path executable = folder.resolve("redis-server");
            try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
                Files.copy(in, executable);
            }
            if (!executable.toFile().setExecutable(true)) {
                throw new IOException("Cannot make executable: " + executable);
            }
        }
    }

    /** How the archive names a machine: {@code linux-amd64}, {@code darwin-arm64}. */
    static String suffix(String osName, String architecture) {
        String os = osName.toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        return os + "-" + (architecture.equals("aarch64") ? "arm64" : "amd64");
    }
}
