package dmp.activation.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.campaign.Campaign.Activation;
import dmp.activation.definition.Definitions;
import dmp.activation.definition.Versioned;

/**
 * The campaigns of all tenants. With each change goes, in the same transaction, the order to look again at all that it
 * concerns: at once, when the flight starts and when it ends. The orders are rows, so they survive any restart.
 */
@ApplicationScoped
public class Campaigns {

    /**
     * Other instances learn of a change within a second; a membership that one of them took in meanwhile, it may not have
     * marked. So what a change concerns is looked at a second time.
     */
    private static final Duration ONCE_ALL_KNOW = Duration.ofSeconds(5);

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final Definitions<CampaignRow, Campaign> rows;

    Campaigns(Mutiny.SessionFactory sessions, ObjectMapper json, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.rows = new Definitions<>("campaign", CampaignRow.class, CampaignRow::new, Campaign.class, json, clock);
    }

    Uni<Versioned<Campaign>> create(String tenant, Campaign campaign) {
        return sessions.withTransaction(session ->
                rows.create(session, tenant, campaign.id(), campaign).call(() -> activate(session, tenant, campaign)));
    }

    public Uni<Versioned<Campaign>> get(String tenant, String id) {
        return sessions.withSession(session -> rows.get(session, tenant, id));
    }

    Uni<List<Versioned<Campaign>>> list(String tenant, int limit, String after) {
        return sessions.withSession(session -> rows.list(session, tenant, limit, after));
    }

    Uni<Versioned<Campaign>> change(String tenant, String id, String ifMatch, Campaign campaign) {
        return sessions.withTransaction(session -> rows.change(session, tenant, id, ifMatch, campaign)
                .call(() -> retire(session, tenant, id))
                .call(() -> activate(session, tenant, campaign)));
    }

    Uni<Void> archive(String tenant, String id) {
        return sessions.withTransaction(session -> rows.archive(session, tenant, id)
                .call(() -> retire(session, tenant, id))
                .replaceWithVoid());
    }

    /** Which of the destinations exist and are not archived. */
    Uni<Set<String>> liveDestinations(String tenant) {
        return ids("select id from destination where tenant = :tenant and not archived", tenant);
    }

    /** The segments that segment-service has told of and has not archived. */
    Uni<Set<String>> knownSegments(String tenant) {
        return ids("select id from known_segment where tenant = :tenant and not archived", tenant);
    }

    private Uni<Set<String>> ids(String query, String tenant) {
        return sessions.withSession(session -> session.createNativeQuery(query, String.class)
                .setParameter("tenant", tenant)
                .getResultList()
                .map(HashSet::new));
    }

    private Uni<Void> retire(Mutiny.Session session, String tenant, String campaign) {
        return session.createNativeQuery("""
                        insert into walk (tenant, destination, segment, due_at)
                        select distinct tenant, destination, segment, cast(:now as timestamptz) from activation
                        where tenant = :tenant and campaign = :campaign and not archived on conflict do nothing""")
                .setParameter("tenant", tenant)
                .setParameter("campaign", campaign)
                .setParameter("now", clock.instant())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "update activation set archived = true where tenant = :tenant and campaign = :campaign")
                        .setParameter("tenant", tenant)
                        .setParameter("campaign", campaign)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> activate(Mutiny.Session session, String tenant, Campaign campaign) {
        Uni<Void> done = session.flush();
        for (Activation activation : campaign.activations()) {
            done = done.chain(() -> activate(session, tenant, campaign, activation));
        }
        return done;
    }

    private Uni<Void> activate(Mutiny.Session session, String tenant, Campaign campaign, Activation activation) {
        Instant now = clock.instant();
        Instant start = campaign.flight().start();
        Instant end = campaign.flight().end();
        return session.createNativeQuery("""
                        insert into activation (tenant, campaign, segment, destination, starts_at, ends_at, since)
                        values (:tenant, :campaign, :segment, :destination, :start, :end, :now)
                        on conflict (tenant, campaign, segment, destination)
                        do update set starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                                      since = excluded.since, archived = false""")
                .setParameter("tenant", tenant)
                .setParameter("campaign", campaign.id())
                .setParameter("segment", activation.segment())
                .setParameter("destination", activation.destination())
                .setParameter("start", start)
                .setParameter("end", end)
                .setParameter("now", now)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                                insert into walk (tenant, destination, segment, due_at)
                                select :tenant, :destination, :segment, due from
                                  unnest(cast(array[:now, :soon, :start, :end] as timestamptz[])) as due
                                on conflict do nothing""")
                        .setParameter("tenant", tenant)
                        .setParameter("destination", activation.destination())
                        .setParameter("segment", activation.segment())
                        .setParameter("now", now)
                        .setParameter("soon", now.plus(ONCE_ALL_KNOW))
                        .setParameter("start", start)
                        .setParameter("end", end)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
