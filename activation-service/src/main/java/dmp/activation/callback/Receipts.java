package dmp.activation.callback;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.definition.Columns;

/** The ledger of callbacks: what came, and whether it has been applied. */
@ApplicationScoped
class Receipts {

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;

    Receipts(Mutiny.SessionFactory sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A callback as it came. */
    record Received(String tenant, String destination, String id, String type, Instant receivedAt, String body) {}

    /** Writes it down unless it is there already; answers with it while it has not been applied, with nothing once it has. */
    Uni<Optional<Received>> write(Received received, String campaign) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into callback (tenant, destination, id, type, received_at, body, campaign)
                        values (:tenant, :destination, :id, :type, :at, :body, :campaign) on conflict do nothing""")
                .setParameter("tenant", received.tenant())
                .setParameter("destination", received.destination())
                .setParameter("id", received.id())
                .setParameter("type", received.type())
                .setParameter("at", received.receivedAt())
                .setParameter("body", received.body())
                .setParameter("campaign", campaign == null ? "" : campaign)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                                select tenant, destination, id, type, received_at, body from callback
                                where tenant = :tenant and destination = :destination and id = :id
                                  and applied_at is null""", Object[].class)
                        .setParameter("tenant", received.tenant())
                        .setParameter("destination", received.destination())
                        .setParameter("id", received.id())
                        .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(Receipts::received)));
    }

    Uni<Void> applied(Received received) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        update callback set applied_at = :now
                        where tenant = :tenant and destination = :destination and id = :id""")
                .setParameter("now", clock.instant())
                .setParameter("tenant", received.tenant())
                .setParameter("destination", received.destination())
                .setParameter("id", received.id())
                .executeUpdate()
                .replaceWithVoid());
    }

    Uni<List<Received>> unapplied(Duration olderThan) {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select tenant, destination, id, type, received_at, body from callback
                        where applied_at is null and received_at < :before order by received_at""", Object[].class)
                .setParameter("before", clock.instant().minus(olderThan))
                .setMaxResults(100)
                .getResultList()
                .map(rows -> rows.stream().map(Receipts::received).toList()));
    }

    Uni<Void> matched(Received received, Callback.Match match) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into match_report (tenant, destination, segment, received, matched, reported_at)
                        values (:tenant, :destination, :segment, :received, :matched, :at)
                        on conflict (tenant, destination, segment) do update set received = excluded.received,
                          matched = excluded.matched, reported_at = excluded.reported_at
                        where match_report.reported_at <= excluded.reported_at""")
                .setParameter("tenant", received.tenant())
                .setParameter("destination", received.destination())
                .setParameter("segment", match.segment())
                .setParameter("received", match.received())
                .setParameter("matched", match.matched())
                .setParameter("at", received.receivedAt())
                .executeUpdate()
                .replaceWithVoid());
    }

    private static Received received(Object[] row) {
        return new Received(
                (String) row[0], (String) row[1], (String) row[2], (String) row[3], Columns.instant(row[4]), (String)
                        row[5]);
    }
}
