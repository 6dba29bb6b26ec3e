package dmp.activation.network;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;

/**
 * Secrets by reference: files {@code <tenant>.<reference>} in one directory, mounted there by whoever runs the platform. They are
 * never stored, logged or answered. A changed file is seen within seconds.
 */
@ApplicationScoped
public class Credentials {

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}\\.[a-z0-9][a-z0-9-]{0,62}(\\.hmac\\.[12])?");

    private final Vertx vertx;
    private final InstantSource clock;
    private final Path directory;
    private final Duration keptFor;
    private final Map<String, Kept> nameToKept = new ConcurrentHashMap<>();

    private record Kept(String value, Instant until) {}

    Credentials(Vertx vertx, InstantSource clock, NetworkConfig config) {
        this.vertx = vertx;
        this.clock = clock;
        this.directory = config.credentials().directory();
        this.keptFor = config.credentials().keptFor();
    }

    /** The first of the references that has a file; empty when none has. */
    Uni<Optional<Secret>> first(String tenant, List<String> references) {
        if (references.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return secret(tenant, references.getFirst())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found)
                        : first(tenant, references.subList(1, references.size())));
    }

    public Uni<Optional<Secret>> secret(String tenant, String reference) {
        String name = tenant + '.' + reference;
        if (!NAME.matcher(name).matches()) {
            return Uni.createFrom().item(Optional.empty());
        }
        Kept kept = nameToKept.get(name);
        if (kept != null && clock.instant().isBefore(kept.until())) {
            return Uni.createFrom().item(Optional.of(new Secret(reference, kept.value())));
        }
        Path file = directory.resolve(name);
        return vertx.executeBlocking(
                        () -> Files.isRegularFile(file) ? Files.readString(file).strip() : "", false)
                .map(value -> {
                    if (value.isEmpty()) {
                        nameToKept.remove(name);
                        return Optional.empty();
                    }
                    nameToKept.put(name, new Kept(value, clock.instant().plus(keptFor)));
                    return Optional.of(new Secret(reference, value));
                });
    }
}
