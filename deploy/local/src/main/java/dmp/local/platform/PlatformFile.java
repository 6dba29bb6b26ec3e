package dmp.local.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code platform.json}: every address of the running platform, for the demo, the journeys, the benchmarks and people's scripts. */
final class PlatformFile {

    private static final Pattern OFFSET = Pattern.compile("\"offset\": (\\d+)");
    private static final Pattern CLUSTERED = Pattern.compile("\"redisClustered\": true");

    private PlatformFile() {}

    static void write(Installation installation) throws IOException {
        PortPlan ports = installation.ports();
        List<String> services = new ArrayList<>();
        List<String> redis = new ArrayList<>();
        for (Service service : Service.values()) {
            services.add("    \"%s\": {\"url\": \"http://127.0.0.1:%d\", \"management\": \"http://127.0.0.1:%d\"}"
                    .formatted(service.id(), ports.http(service), ports.management(service)));
            redis.add("    \"%s\": \"%s\"".formatted(service.id(), installation.redisHosts(service)));
        }
        String json = """
                {
                  "repository": "%s",
                  "run": "%s",
                  "offset": %d,
                  "redisClustered": %b,
                  "services": {
                %s
                  },
                  "networks": "http://127.0.0.1:%d",
                  "realm": "%s",
                  "kafka": "%s",
                  "postgres": "postgresql://127.0.0.1:%d",
                  "redis": {
                %s
                  },
                  "credentials": "%s"
                }
                """.formatted(
                        escaped(installation.repository()),
                        escaped(installation.run()),
                        ports.offset(),
                        ports.redisClustered(),
                        String.join(",\n", services),
                        ports.networks(),
                        installation.keycloak().realmUrl(),
                        installation.kafka().bootstrapServers(),
                        ports.postgres(),
                        String.join(",\n", redis),
                        escaped(installation.credentials()));
        Path file = installation.platformFile();
        Files.createDirectories(file.getParent());
        Path written = Files.writeString(file.resolveSibling("platform.json.new"), json);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String escaped(Path path) {
        return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** The ports of the platform whose file this is; none when there is no such file. */
    static Optional<PortPlan> ports(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String json = Files.readString(file);
        Matcher offset = OFFSET.matcher(json);
        if (!offset.find()) {
            throw new Refusal("Cannot read %s. If nothing runs any more, delete it.".formatted(file));
        }
        return Optional.of(new PortPlan(
                Integer.parseInt(offset.group(1)), CLUSTERED.matcher(json).find()));
    }
}
