package dmp.segment.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.OptimisticLockException;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.hibernate.StaleObjectStateException;
import org.hibernate.reactive.mutiny.Mutiny;

/** The ledger of backfills: begun together with the change that needs them, so that none is forgotten. */
@ApplicationScoped
public class Backfills {

    private static final String BEGIN = """
            insert into backfill
                (tenant, segment, revision, wrapped, covered, evaluated, total, started_at, state, pace_evaluated, writes)
            values (:tenant, :segment, :revision, false, false, 0, 0, :now, 'running', 0, 0)
            on conflict (tenant, segment) do update set revision = excluded.revision, start_bucket = null, wrapped = false,
                covered = false, evaluated = 0, total = 0, started_at = excluded.started_at, finished_at = null,
                writes = backfill.writes + 1, state = 'running', paused_bucket = null, pace_since = null, pace_evaluated = 0
            """;

    /** One that walks already has been heard of by all; whoever starts meanwhile knows its rule from the start. */
    private static final String TO_WALK =
            "select b.* from backfill b where b.state = 'running' and (b.start_bucket is not null or %s)"
                    .formatted(Instances.ALL_HAVE_HEARD);

    /** A walk changes the row some times a second. */
    private static final int ATTEMPTS = 10;

    private final Mutiny.SessionFactory sessions;
    private final Duration grace;

    Backfills(Mutiny.SessionFactory sessions, BackfillConfig config) {
        this.sessions = sessions;
        this.grace = config.grace();
    }

    /**
     * How far a segment's newest rule has come.
     *
     * @param state {@code running}, {@code paused}, {@code cancelled} or {@code complete}
     * @param evaluated identifiers asked
     * @param of identifiers to ask, as far as is known
     * @param estimatedEnd at the pace until now; null when that cannot be told
     * @param finishedAt null before it has ended
     */
    public record Progress(
            String state, long evaluated, long of, Instant startedAt, Instant estimatedEnd, Instant finishedAt) {
        static Progress of(Backfill backfill) {
            return new Progress(
                    backfill.state,
                    backfill.evaluated,
                    backfill.total,
                    backfill.startedAt,
                    backfill.estimatedEnd(Instant.now()),
                    backfill.finishedAt);
        }
    }

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

    /** Likewise for each of these segments. */
    public Uni<Void> begin(
            Mutiny.Session session, String tenant, Collection<String> segments, long revision, Instant now) {
        return Multi.createFrom()
                .iterable(segments)
                .onItem()
                .transformToUniAndConcatenate(segment -> begin(session, tenant, segment, revision, now))
                .collect()
                .last();
    }

    public Uni<Optional<Progress>> progress(String tenant, String segment) {
        return sessions.withSession(session -> session.find(Backfill.class, new Backfill.Key(tenant, segment)))
                .map(found -> Optional.ofNullable(found).map(Progress::of));
    }

    /** No further identifier is asked about the segment, until it is resumed. Live profiles go on being asked. */
    public Uni<Optional<Progress>> pause(String tenant, String segment) {
        return change(tenant, segment, (backfill, cursor) -> {
            if (backfill.is(Backfill.State.RUNNING)) {
                backfill.pause(cursor);
            }
        });
    }

    /** Goes on. */
    public Uni<Optional<Progress>> resume(String tenant, String segment) {
        return change(tenant, segment, (backfill, cursor) -> {
            if (backfill.is(Backfill.State.PAUSED)) {
                backfill.resume(cursor, Instant.now());
            }
        });
    }

    /** Gives it up: who was found stays in, whoever was not asked is asked when its profile changes. */
    public Uni<Optional<Progress>> cancel(String tenant, String segment) {
        return change(tenant, segment, (backfill, _) -> backfill.end(Backfill.State.CANCELLED, Instant.now()));
    }

    /** Changes one that has not ended; another is left alone. The walk is read first: it may go on, but never back. */
    private Uni<Optional<Progress>> change(String tenant, String segment, ObjLongConsumer<Backfill> change) {
        return sessions.withTransaction(session -> session.find(Walk.class, tenant)
                        .map(walk -> walk == null ? 0 : walk.cursor)
                        .chain(cursor -> session.find(Backfill.class, new Backfill.Key(tenant, segment))
                                .invoke(backfill -> {
                                    if (backfill != null && backfill.finishedAt == null) {
                                        change.accept(backfill, cursor);
                                    }
                                })))
                .onFailure(Backfills::isOvertaken)
                .retry()
                .atMost(ATTEMPTS)
                .map(found -> Optional.ofNullable(found).map(Progress::of));
    }

    /** The walk has changed the same row at the same time. */
    private static boolean isOvertaken(Throwable failure) {
        return failure instanceof OptimisticLockException || failure instanceof StaleObjectStateException;
    }

    /** By tenant, the backfills that walk or may join, since all instances have heard of their rule: segment and revision. */
    Uni<Map<String, Set<String>>> toWalk() {
        return sessions.withSession(session -> session.createNativeQuery(TO_WALK, Backfill.class)
                        .setParameter("grace", grace.toMillis() / 1e3)
                        .getResultList())
                .map(backfills -> backfills.stream()
                        .collect(Collectors.groupingBy(
                                backfill -> backfill.tenant,
                                Collectors.mapping(Backfills::segmentRevision, Collectors.toSet()))));
    }

    /**
     * What walks, and where the walk stands.
     *
     * @param ready which may join the walk: segment and revision
     * @param known how many identifiers are known
     */
    Uni<Standing> join(String tenant, Set<String> ready, long known) {
        return sessions.withTransaction(session -> session.createNativeQuery(
                        "insert into walk (tenant, cursor) values (:tenant, 0) on conflict do nothing")
                .setParameter("tenant", tenant)
                .executeUpdate()
                .chain(() -> session.find(Walk.class, tenant))
                .chain(walk -> unfinished(session, tenant)
                        .invoke(backfills -> backfills.stream()
                                .filter(backfill -> backfill.startBucket == null)
                                .filter(backfill -> ready.contains(segmentRevision(backfill)))
                                .forEach(backfill -> backfill.join(walk.cursor, known, Instant.now())))
                        .map(backfills -> new Standing(walk.cursor, backfills))));
    }

    record Standing(long cursor, List<Backfill> backfills) {}

    /**
     * Records a step.
     *
     * @return those that walk on; nothing when another walker has taken the step already
     */
    Uni<List<Backfill>> step(String tenant, long from, long cursor, int identifiers, Collection<Backfill> walking) {
        Set<String> revisions = segmentRevisions(walking);
        return sessions.withTransaction(session -> session.createMutationQuery(
                        "update Walk set cursor = :cursor where tenant = :tenant and cursor = :from")
                .setParameter("cursor", cursor)
                .setParameter("tenant", tenant)
                .setParameter("from", from)
                .executeUpdate()
                .chain(updated -> updated == 0
                        ? Uni.createFrom().item(List.<Backfill>of())
                        : unfinished(session, tenant).map(backfills -> backfills.stream()
                                .filter(Backfill::isWalking)
                                .filter(backfill -> revisions.contains(segmentRevision(backfill)))
                                .peek(backfill -> backfill.stepped(identifiers, cursor))
                                .filter(Backfill::isWalking)
                                .toList())));
    }

    /** Records that all ticks of these have been handled. */
    Uni<Void> finish(String tenant, Set<String> segmentRevisions, Instant now) {
        return sessions.withTransaction(session -> unfinished(session, tenant)
                .invoke(backfills -> backfills.stream()
                        .filter(backfill -> backfill.covered && segmentRevisions.contains(segmentRevision(backfill)))
                        .forEach(backfill -> {
                            backfill.total = backfill.evaluated;
                            backfill.end(Backfill.State.COMPLETE, now);
                        }))
                .replaceWithVoid());
    }

    static Set<String> segmentRevisions(Collection<Backfill> backfills) {
        return backfills.stream().map(Backfills::segmentRevision).collect(Collectors.toSet());
    }

    /** Tells the backfill of one change from that of the next. */
    private static String segmentRevision(Backfill backfill) {
        return backfill.segment + '@' + backfill.revision;
    }

    private static Uni<List<Backfill>> unfinished(Mutiny.Session session, String tenant) {
        return session.createQuery("from Backfill where tenant = :tenant and state = 'running'", Backfill.class)
                .setParameter("tenant", tenant)
                .getResultList();
    }
}
