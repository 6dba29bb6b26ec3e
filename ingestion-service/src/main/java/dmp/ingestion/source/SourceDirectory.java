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

import dmp.ingestion.problem.Problem;

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

    /** What was read longer ago than this does not prove that a source is unknown; twice the time between two looks. */
    private static final Duration STALE_AFTER = Duration.ofSeconds(2);

    private final Mutiny.SessionFactory sessions;
    private final Map<SourceRow.Key, TenantSource> keyToSource = new ConcurrentHashMap<>();
    private final Map<SourceRow.Key, Long> keyToVersion = new ConcurrentHashMap<>();
    private final Map<String, TenantSource> writeKeyToSource = new ConcurrentHashMap<>();

    private volatile Instant seenUntil = Instant.EPOCH;
    private volatile long lastLook = System.nanoTime() - BETWEEN_LOOKS.toNanos();
    private volatile long lastReadStarted;
    private volatile Set<String> origins = Set.of();
    private volatile boolean loaded;

    SourceDirectory(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** A source and whose it is. */
    public record TenantSource(String tenant, Source source) {}

    /**
     * The source with this key; archived ones and revoked keys are not found. A key made elsewhere just now is looked for.
     *
     * @throws Problem (in the Uni) 503 when it cannot be looked for, since nobody knows then whether the key is valid
     */
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
                : refresh().onFailure().transform(_ -> unreadable());
        return look.map(_ -> {
            TenantSource found = memory.get();
            if (found == null && !isFresh()) {
                throw unreadable();
            }
            return Optional.ofNullable(found);
        });
    }

    private boolean isFresh() {
        return loaded && System.nanoTime() - lastReadStarted < STALE_AFTER.toNanos();
    }

    private static Problem unreadable() {
        return Problem.withHeader(
                503,
                "sources-unavailable",
                "The sources cannot be read at present, so this one is not known yet. Send the same again after Retry-After.",
                "Retry-After",
                2);
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
        long started = System.nanoTime();
        lastLook = started;
        Instant from = seenUntil.equals(Instant.EPOCH) ? Instant.EPOCH : seenUntil.minus(OVERLAP);
        return sessions.withSession(session -> session.createNamedQuery(SourceRow.CHANGED_SINCE, SourceRow.class)
                        .setParameter("from", from)
                        .getResultList())
                .invoke(this::apply)
                .invoke(() -> lastReadStarted = started)
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
