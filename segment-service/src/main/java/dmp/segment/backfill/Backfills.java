package dmp.segment.backfill;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** The ledger of backfills: begun together with the change that needs them, so that none is forgotten. */
@ApplicationScoped
public class Backfills {

    private static final String BEGIN = """
            insert into backfill (tenant, segment, revision, wrapped, covered, evaluated, total, started_at)
            values (:tenant, :segment, :revision, false, false, 0, 0, :now)
            on conflict (tenant, segment) do update set revision = excluded.revision, start_bucket = null, wrapped = false,
                covered = false, evaluated = 0, total = 0, started_at = excluded.started_at, finished_at = null
            """;

    private final Mutiny.SessionFactory sessions;

    Backfills(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /**
     * How far a segment's newest rule has come.
     *
     * @param state {@code running} or {@code complete}
     * @param evaluated identifiers asked
     * @param of identifiers to ask, as far as is known
     * @param finishedAt null while it runs
     */
    public record Progress(String state, long evaluated, long of, Instant startedAt, Instant finishedAt) {}

    /** Begins anew for this segment, within the transaction of the change. */
    public Uni<Void> begin(Mutiny.Session session, String tenant, String segment, long revision, Instant now) {
        return session.createNativeQuery(BEGIN)
                .setParameter("tenant", tenant)
                .setParameter("segment", segment)
                .setParameter("revision", revision)
                .setParameter("now", now)
                .executeUpdate()
                .replaceWithVoid();
    }

    public Uni<Optional<Progress>> progress(String tenant, String segment) {
        return sessions.withSession(session -> session.find(Backfill.class, new Backfill.Key(tenant, segment)))
                .map(found -> Optional.ofNullable(found)
                        .map(backfill -> new Progress(
                                backfill.finishedAt == null ? "running" : "complete",
                                backfill.evaluated,
                                backfill.total,
                                backfill.startedAt,
                                backfill.finishedAt)));
    }

    /** Tenants that have an unfinished backfill which was begun no later than this. */
    Uni<List<String>> tenantsToWalk(Instant begunBy) {
        return sessions.withSession(session -> session.createQuery(
                        "select distinct tenant from Backfill where finishedAt is null and startedAt <= :begunBy",
                        String.class)
                .setParameter("begunBy", begunBy)
                .getResultList());
    }

    /** What is unfinished and was begun no later than this, each having joined the walk, and where the walk stands. */
    Uni<Standing> join(String tenant, Instant begunBy, long known) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "insert into walk (tenant, cursor) values (:tenant, 0) on conflict do nothing")
                .setParameter("tenant", tenant)
                .executeUpdate()
                .chain(() -> session.find(Walk.class, tenant))
                .chain(walk -> unfinished(session, tenant, begunBy)
                        .invoke(backfills -> backfills.stream()
                                .filter(backfill -> backfill.startBucket == null)
                                .forEach(backfill -> {
                                    backfill.startBucket = walk.cursor;
                                    backfill.total = known;
                                }))
                        .map(backfills -> new Standing(walk.cursor, backfills))));
    }

    record Standing(long cursor, List<Backfill> backfills) {}

    /** Records a step; does nothing when another walker has taken it already. */
    Uni<Void> step(String tenant, long from, long cursor, int identifiers, Collection<Backfill> walking) {
        Set<String> segments = segments(walking);
        return sessions.withTransaction(session -> session.createMutationQuery(
                        "update Walk set cursor = :cursor where tenant = :tenant and cursor = :from")
                .setParameter("cursor", cursor)
                .setParameter("tenant", tenant)
                .setParameter("from", from)
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().voidItem()
                        : unfinished(session, tenant, Instant.now())
                                .invoke(backfills -> backfills.stream()
                                        .filter(Backfill::isWalking)
                                        .filter(backfill -> segments.contains(segmentRevision(backfill)))
                                        .forEach(backfill -> backfill.stepped(identifiers, cursor)))
                                .replaceWithVoid()));
    }

    /** Records that all ticks of these have been handled. */
    Uni<Void> finish(String tenant, Set<String> segmentRevisions, Instant now) {
        return sessions.withTransaction(session -> unfinished(session, tenant, now)
                .invoke(backfills -> backfills.stream()
                        .filter(backfill -> backfill.covered && segmentRevisions.contains(segmentRevision(backfill)))
                        .forEach(backfill -> {
                            backfill.total = backfill.evaluated;
                            backfill.finishedAt = now;
                        }))
                .replaceWithVoid());
    }

    static Set<String> segments(Collection<Backfill> backfills) {
        return backfills.stream().map(Backfills::segmentRevision).collect(Collectors.toSet());
    }

    /** Tells the backfill of one change from that of the next. */
    private static String segmentRevision(Backfill backfill) {
        return backfill.segment + '@' + backfill.revision;
    }

    private static Uni<List<Backfill>> unfinished(Mutiny.Session session, String tenant, Instant begunBy) {
        return session.createQuery(
                        "from Backfill where tenant = :tenant and finishedAt is null and startedAt <= :begunBy",
                        Backfill.class)
                .setParameter("tenant", tenant)
                .setParameter("begunBy", begunBy)
                .getResultList();
    }
}
