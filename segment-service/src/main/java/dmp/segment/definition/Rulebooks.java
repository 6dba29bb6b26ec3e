package dmp.segment.definition;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.segment.backfill.Backfills;
import dmp.segment.backfill.Instances;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.matching.IndexedRules;
import dmp.segment.running.FreshContext;
import dmp.segment.running.Patience;
import dmp.segment.running.Repeating;

/**
 * The rules of all tenants, in memory, at most a moment behind the database. New rules take the place of old ones in one step:
 * a few changed ones beside the index there is, which a new one replaces a little later.
 *
 * <p>Backfills wait until every instance has told that it decides under old rules no more ({@link Instances}). One for which they
 * did not wait, because it was away, and which then finds a change has asked newcomers under old rules meanwhile: it has the
 * tenant's segments walked again.
 */
@ApplicationScoped
public class Rulebooks {

    /** When more than one rule in so many has changed, a new index comes at once. */
    private static final int FEW = 8;

    private final Map<String, Rulebook> tenantToRulebook = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Backfills backfills;
    private final Instances instances;
    private final Readers readers = new Readers();
    private final Duration refreshEvery;
    private final Duration indexEvery;
    private Repeating refreshing;
    private Repeating indexing;

    /** When the last complete look began; null before the first. */
    private volatile Instant lookedAt;

    Rulebooks(
            Vertx vertx,
            Mutiny.SessionFactory sessions,
            Backfills backfills,
            Instances instances,
            DefinitionConfig config) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.backfills = backfills;
        this.instances = instances;
        this.refreshEvery = config.refreshEvery();
        this.indexEvery = config.indexEvery();
    }

    void start(@Observes StartupEvent event) {
        indexing = Repeating.every(vertx, indexEvery, "indexing changed rules", this::index);
        refreshing = Repeating.every(vertx, refreshEvery, "looking for changed rules", this::look);
    }

    void stop(@Observes ShutdownEvent event) {
        refreshing.close();
        indexing.close();
    }

    /** True when rules have been loaded at all. */
    boolean areLoaded() {
        return lookedAt != null;
    }

    /** The tenant's rules as they are known here, at least as new as the revision; waits when they are not. */
    public Uni<Rulebook> atLeast(String tenant, long revision) {
        Rulebook known = known(tenant);
        if (areLoaded() && known.revision() >= revision) {
            return Uni.createFrom().item(known);
        }
        return Patience.with("loading rules", () -> FreshContext.run(vertx, this::look)
                .map(_ -> known(tenant))
                .invoke(loaded -> {
                    if (loaded.revision() < revision) {
                        throw new IllegalStateException(
                                "revision " + loaded.revision() + " of the rules, " + revision + " is wanted");
                    }
                }));
    }

    /** Reads rules and carries out what they say: until that has ended, nobody relies on this instance to have heard of newer ones. */
    public <T> Uni<T> whileReading(Supplier<Uni<T>> work) {
        return Uni.createFrom().deferred(() -> {
            Readers.Cohort cohort = readers.enter();
            return work.get().onTermination().invoke(() -> readers.leave(cohort));
        });
    }

    /** Looks now, so that a change made here is known here at once. */
    Uni<Void> refresh() {
        return FreshContext.run(vertx, this::look);
    }

    private Uni<Void> look() {
        Instant now = Instant.now();
        Uni<Void> begun = areLoaded() ? Uni.createFrom().voidItem() : instances.register();
        return begun.chain(() -> sessions.withSession(
                        session -> session.createQuery("from RulebookRevision", RulebookRevision.class)
                                .getResultList()))
                .chain(found -> Multi.createFrom()
                        .iterable(found)
                        .filter(row -> known(row.tenant).revision() < row.revision)
                        .onItem()
                        .transformToUniAndConcatenate(row -> load(row, now))
                        .collect()
                        .last())
                .invoke(() -> lookedAt = now)
                .replaceWithVoid();
    }

    private Rulebook known(String tenant) {
        return tenantToRulebook.getOrDefault(tenant, Rulebook.EMPTY);
    }

    private Uni<Void> load(RulebookRevision row, Instant now) {
        Instant lastLook = lookedAt;
        // The revision was read before what it counts: that is never older than it says.
        return sessions.withSession(session -> definitions(session, row.tenant))
                .call(found -> aside(() -> compiled(row.tenant, found))
                        .invoke(index -> replace(row.tenant, new Rulebook(row.revision, index))))
                .invoke(() -> tellWhenNobodyReadsOlder(row.tenant, row.revision))
                .chain(found -> lastLook != null && instances.wasAwaySince(lastLook)
                        ? walkAgain(row, found.segments(), now)
                        : Uni.createFrom().voidItem());
    }

    /** Nothing here waits for that: who reads older rules may be waiting for these. */
    private void tellWhenNobodyReadsOlder(String tenant, long revision) {
        Uni.createFrom()
                .completionStage(readers.gone())
                .chain(() -> Patience.with(
                        "telling which rules are in use",
                        () -> FreshContext.run(vertx, () -> instances.hear(tenant, revision))))
                .subscribe()
                .with(
                        _ -> {},
                        failure -> Log.errorf(failure, "Nobody knows which rules are in use: tenant=%s", tenant));
    }

    /** What a tenant's rules are made of. */
    private record Definitions(List<Segment> segments, Map<String, MergePolicy> idToPolicy, Taxonomy taxonomy) {}

    /** Segments first: whatever merge policy one of them has chosen is known by the time the policies are read. */
    private static Uni<Definitions> definitions(Mutiny.Session session, String tenant) {
        return active(session, tenant)
                .chain(segments -> MergePolicies.of(session, tenant).chain(policies -> Taxonomies.of(session, tenant)
                        .map(taxonomy -> new Definitions(segments, MergePolicies.byId(policies), taxonomy))));
    }

    /** By the index that there is, as long as that knows most of them. */
    private IndexedRules compiled(String tenant, Definitions found) {
        IndexedRules known = known(tenant).index();
        List<SegmentRule> rules = found.segments().stream()
                .map(segment -> segment.compiled(known::segment, found.idToPolicy()))
                .toList();
        IndexedRules amended = known.amended(rules, found.taxonomy());
        return amended.changed() * FEW > rules.size() ? IndexedRules.of(rules, found.taxonomy()) : amended;
    }

    private void replace(String tenant, Rulebook newer) {
        tenantToRulebook.merge(tenant, newer, (old, one) -> one.revision() > old.revision() ? one : old);
    }

    /** Brings what has changed since the last time into the indexes, of one tenant after the other. */
    private Uni<Void> index() {
        return Multi.createFrom()
                .items(tenantToRulebook.entrySet().stream()
                        .filter(entry -> entry.getValue().index().changed() > 0))
                .onItem()
                .transformToUniAndConcatenate(entry -> aside(() -> {
                    IndexedRules built = IndexedRules.of(
                            entry.getValue().index().segments(),
                            entry.getValue().index().tree().taxonomy());
                    return tenantToRulebook.computeIfPresent(entry.getKey(), (_, current) -> current.by(built));
                }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Off the event loop: a second for ten thousand rules is too long for everybody else who waits there. */
    private <T> Uni<T> aside(Callable<T> work) {
        return Uni.createFrom()
                .completionStage(() -> vertx.executeBlocking(work, false).toCompletionStage());
    }

    private Uni<Void> walkAgain(RulebookRevision row, List<Segment> segments, Instant now) {
        Log.warnf("Rules changed while this instance could not look, segments are walked again: tenant=%s", row.tenant);
        List<String> ids = segments.stream().map(segment -> segment.id).toList();
        return sessions.withTransaction(session -> backfills.begin(session, row.tenant, ids, row.revision, now));
    }

    static Uni<List<Segment>> active(Mutiny.Session session, String tenant) {
        return session.createQuery("from Segment where tenant = :tenant and not archived order by id", Segment.class)
                .setParameter("tenant", tenant)
                .getResultList();
    }
}
