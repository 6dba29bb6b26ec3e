package dmp.segment.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.segment.running.Repeating;

/**
 * Which rules each running instance decides under, for all to know. Whoever is decided under older rules after a walk has looked at
 * them would be missed, so a walk begins when no instance does that any more: each has said so, or has not been seen for
 * {@link BackfillConfig#grace()}.
 */
@ApplicationScoped
public class Instances {

    /** Holds of a backfill {@code b} when nobody decides under older rules. */
    static final String ALL_HAVE_HEARD = """
            not exists (
                select 1 from instance i
                where i.seen_at > now() - make_interval(secs => :grace) and not exists (
                    select 1 from instance_rules r
                    where r.instance = i.id and r.tenant = b.tenant and r.revision >= b.revision))
            """;

    /** Answers whether it had not been known. */
    private static final String SEE = """
            insert into instance (id, seen_at) values (:id, now())
            on conflict (id) do update set seen_at = excluded.seen_at
            returning xmax = 0
            """;

    private static final String FORGET = "delete from instance where seen_at < now() - interval '1 day'";

    private static final String HEAR = """
            insert into instance_rules (instance, tenant, revision) values (:id, :tenant, :revision)
            on conflict (instance, tenant) do update set revision = greatest(instance_rules.revision, excluded.revision)
            """;

    /** Seen so often within the grace, one that is only slow is not taken for dead. */
    private static final int LOOKS_PER_GRACE = 4;

    private final UUID self = UUID.randomUUID();
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Duration grace;
    private final Map<String, Long> tenantToRevision = new ConcurrentHashMap<>();
    private Repeating seeing;
    private volatile Instant seenAt = Instant.MAX;
    private volatile Instant backAt = Instant.MIN;

    Instances(Vertx vertx, Mutiny.SessionFactory sessions, BackfillConfig config) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.grace = config.grace();
    }

    void start(@Observes StartupEvent event) {
        seeing = Repeating.every(vertx, grace.dividedBy(LOOKS_PER_GRACE), "telling that this instance runs", this::see);
    }

    void stop(@Observes ShutdownEvent event) {
        seeing.close();
    }

    /** From now on walks wait for this instance. To be said before it reads its first rules. */
    public Uni<Void> register() {
        return sessions.withTransaction(
                        session -> session.createNativeQuery(FORGET).executeUpdate())
                .chain(this::see);
    }

    private Uni<Void> see() {
        Instant now = Instant.now();
        return sessions.withTransaction(session -> session.createNativeQuery(SEE, Boolean.class)
                        .setParameter("id", self)
                        .getSingleResult()
                        .call(isNew ->
                                isNew ? tellAll(session) : Uni.createFrom().voidItem()))
                .invoke(() -> {
                    if (isAway(now)) {
                        backAt = now;
                    }
                    seenAt = now;
                })
                .replaceWithVoid();
    }

    /** This instance decides under older rules of the tenant no more. */
    public Uni<Void> hear(String tenant, long revision) {
        tenantToRevision.merge(tenant, revision, Math::max);
        return sessions.withTransaction(session -> tell(session, tenant, revision));
    }

    /** One that has been forgotten had heard of rules, which nobody tells it again. */
    private Uni<Void> tellAll(Mutiny.Session session) {
        return Multi.createFrom()
                .iterable(tenantToRevision.entrySet())
                .onItem()
                .transformToUniAndConcatenate(heard -> tell(session, heard.getKey(), heard.getValue()))
                .collect()
                .last();
    }

    private Uni<Void> tell(Mutiny.Session session, String tenant, long revision) {
        return session.createNativeQuery(HEAR)
                .setParameter("id", self)
                .setParameter("tenant", tenant)
                .setParameter("revision", revision)
                .executeUpdate()
                .replaceWithVoid();
    }

    /** True when walks may not have waited for this instance at some time since then. */
    public boolean wasAwaySince(Instant since) {
        return isAway(Instant.now()) || backAt.isAfter(since);
    }

    private boolean isAway(Instant now) {
        return seenAt != Instant.MAX && seenAt.plus(grace).isBefore(now);
    }
}
