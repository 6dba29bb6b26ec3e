package dmp.ingestion.source;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jakarta.inject.Singleton;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * All sources in memory, found by write key without I/O. Every instance asks PostgreSQL each second for what has
 * changed; while PostgreSQL is away the last known state serves.
 */
@Singleton
public class SourceDirectory {

    private static final Logger LOG = Logger.getLogger(SourceDirectory.class);

    /** A change that was written earlier than another may be committed later: so far back we look again. */
    private static final Duration OVERLAP = Duration.ofSeconds(10);

    /** Unknown keys make us look again, but however many there are, not more often than this. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Mutiny.SessionFactory sessions;
    private final Map<SourceRow.Key, TenantSource> keyToSource = new ConcurrentHashMap<>();
    private final Map<SourceRow.Key, Long> keyToVersion = new ConcurrentHashMap<>();
    private final Map<String, TenantSource> writeKeyToSource = new ConcurrentHashMap<>();

    private volatile Instant seenUntil = Instant.EPOCH;
    private volatile long lastLook = System.nanoTime() - BETWEEN_LOOKS.toNanos();
    private volatile Set<String> origins = Set.of();
    private volatile boolean loaded;

    SourceDirectory(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** A source and whose it is. */
    public record TenantSource(String tenant, Source source) {}

    /** The source with this key; archived ones and revoked keys are not found. A key made elsewhere just now is looked for. */
    public Uni<Optional<TenantSource>> byWriteKey(String writeKey) {
        return find(() -> writeKeyToSource.get(writeKey));
    }

    /** The tenant's source with this id, archived ones excepted; one made elsewhere just now is looked for. */
    public Uni<Optional<TenantSource>> byId(String tenant, String id) {
        return find(() -> keyToSource.get(new SourceRow.Key(tenant, id)));
    }

    private Uni<Optional<TenantSource>> find(Supplier<TenantSource> memory) {
        TenantSource known = memory.get();
        if (known != null) {
            return Uni.createFrom().item(Optional.of(known));
        }
        Uni<Void> look = System.nanoTime() - lastLook < BETWEEN_LOOKS.toNanos()
                ? Uni.createFrom().voidItem().onItem().delayIt().by(BETWEEN_LOOKS)
                : refresh().onFailure().recoverWithNull();
        return look.map(_ -> Optional.ofNullable(memory.get()));
    }

    /** True when pages of this origin may send for at least one source: all that a preflight request can tell. */
    public boolean isKnownOrigin(String origin) {
        return origins.contains(origin);
    }

    /** True once all sources were read: before, a valid key would be called unknown. */
    public boolean isLoaded() {
        return loaded;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return refresh()
                .onFailure()
                .invoke(e -> LOG.warnf("sources not refreshed: cause=%s", e.getMessage()))
                .onFailure()
                .recoverWithNull();
    }

    /** Reads what has changed since the last time. */
    Uni<Void> refresh() {
        lastLook = System.nanoTime();
        Instant from = seenUntil.equals(Instant.EPOCH) ? Instant.EPOCH : seenUntil.minus(OVERLAP);
        return sessions.withSession(session -> session.createNamedQuery(SourceRow.CHANGED_SINCE, SourceRow.class)
                        .setParameter("from", from)
                        .getResultList())
                .invoke(this::apply)
                .replaceWithVoid();
    }

    private synchronized void apply(List<SourceRow> rows) {
        boolean hasChanged = false;
        for (SourceRow row : rows) {
            // Seen already; and two looks may overtake each other.
            if (row.version <= keyToVersion.getOrDefault(row.key, 0L)) {
                continue;
            }
            keyToVersion.put(row.key, row.version);
            hasChanged = true;
            TenantSource now = row.archived ? null : new TenantSource(row.key.tenant(), row.definition);
            TenantSource before = now == null ? keyToSource.remove(row.key) : keyToSource.put(row.key, now);
            if (now != null) {
                now.source().writeKeys().forEach(key -> writeKeyToSource.put(key.key(), now));
            }
            if (before != null) {
                before.source().writeKeys().stream()
                        .filter(key -> now == null || !now.source().writeKeys().contains(key))
                        .forEach(key -> writeKeyToSource.remove(key.key()));
            }
            if (row.changedAt.isAfter(seenUntil)) {
                seenUntil = row.changedAt;
            }
        }
        if (hasChanged) {
            origins = keyToSource.values().stream()
                    .flatMap(known -> known.source().origins().stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
        loaded = true;
    }
}
