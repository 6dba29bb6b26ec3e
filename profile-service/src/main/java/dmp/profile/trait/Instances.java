package dmp.profile.trait;

import java.time.Duration;
import java.util.UUID;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Tells the others which traits this instance knows. An event that it handles without knowing a trait, after a backfill has looked
 * whether it was there, would never realise it: so backfills wait until every instance that runs knows theirs.
 */
@ApplicationScoped
class Instances {

    /** Holds of a backfill {@code b} when all instances know its trait, but for those not seen for {@code :grace} seconds. */
    static final String ALL_KNOW = """
            not exists (
                select 1 from instance i join trait t on t.tenant = b.tenant and t.id = b.trait
                where i.seen_at > now() - make_interval(secs => :grace) and i.knows_until <= t.changed_in)
            """;

    /** Answers for how many seconds it had not been seen; null when it never had, or was forgotten. */
    private static final String TELL = """
            with before as (select seen_at from instance where id = :id)
            insert into instance (id, seen_at, knows_until) values (:id, now(), :until)
            on conflict (id) do update
                set seen_at = excluded.seen_at, knows_until = greatest(instance.knows_until, excluded.knows_until)
            returning (select cast(extract(epoch from now() - before.seen_at) as double precision) from before)
            """;

    private static final String FORGET = "delete from instance where seen_at < now() - interval '1 day'";

    private final UUID self = UUID.randomUUID();
    private final Mutiny.SessionFactory sessions;
    private final BackfillConfig config;

    Instances(Mutiny.SessionFactory sessions, BackfillConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    /**
     * Tells up to which transaction traits are in force here; from now on backfills of later ones wait for this instance.
     *
     * @return false when backfills may not have waited for it until now
     */
    Uni<Boolean> tell(long knowsUntil) {
        return sessions.withTransaction(session -> session.createNativeQuery(TELL, Double.class)
                .setParameter("id", self)
                .setParameter("until", knowsUntil)
                .getSingleResultOrNull()
                .map(unseen -> unseen != null && unseen < seconds(config.grace())));
    }

    /** Those not seen for a day are gone. */
    @Scheduled(every = "1h")
    Uni<Void> forgetOthers() {
        return sessions.withTransaction(
                session -> session.createNativeQuery(FORGET).executeUpdate().replaceWithVoid());
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1e3;
    }
}
