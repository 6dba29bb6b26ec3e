package dmp.activation.destination;

import java.time.InstantSource;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.api.Problem;
import dmp.activation.definition.Definitions;
import dmp.activation.definition.Versioned;

/** The destinations of all tenants. */
@ApplicationScoped
public class Destinations {

    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final Definitions<DestinationRow, Destination> rows;

    Destinations(Mutiny.SessionFactory sessions, ObjectMapper json, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.rows = new Definitions<>(
                "destination", DestinationRow.class, DestinationRow::new, Destination.class, json, clock);
    }

    Uni<Versioned<Destination>> create(String tenant, Destination destination) {
        return sessions.withTransaction(session -> rows.create(session, tenant, destination.id(), destination));
    }

    public Uni<Versioned<Destination>> get(String tenant, String id) {
        return sessions.withSession(session -> rows.get(session, tenant, id));
    }

    Uni<List<Versioned<Destination>>> list(String tenant, int limit, String after) {
        return sessions.withSession(session -> rows.list(session, tenant, limit, after));
    }

    /** All that the destination holds or should hold is looked at again, in the light of what it now is. */
    Uni<Versioned<Destination>> change(String tenant, String id, String ifMatch, Destination destination) {
        return sessions.withTransaction(session ->
                rows.change(session, tenant, id, ifMatch, destination).call(() -> lookAgain(session, tenant, id)));
    }

    /** @throws Problem 409 while a campaign that is not over refers to it */
    Uni<Void> archive(String tenant, String id) {
        return sessions.withTransaction(session -> rows.archive(session, tenant, id)
                .call(() -> refuseWhileInUse(session, tenant, id))
                .call(() -> lookAgain(session, tenant, id))
                .replaceWithVoid());
    }

    private Uni<Void> refuseWhileInUse(Mutiny.Session session, String tenant, String id) {
        return session.createNativeQuery("""
                        select min(campaign) from activation
                        where tenant = :tenant and destination = :destination and not archived and ends_at > :now""", String.class)
                .setParameter("tenant", tenant)
                .setParameter("destination", id)
                .setParameter("now", clock.instant())
                .getSingleResultOrNull()
                .invoke(campaign -> {
                    if (campaign != null) {
                        throw Problem.conflict(
                                "destination-in-use", "Archive the campaign \"" + campaign + "\" first, or change it.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Integer> lookAgain(Mutiny.Session session, String tenant, String id) {
        return session.createNativeQuery("""
                        insert into walk (tenant, destination, segment, due_at)
                        select distinct tenant, destination, segment, cast(:now as timestamptz) from activation
                        where tenant = :tenant and destination = :destination on conflict do nothing""")
                .setParameter("tenant", tenant)
                .setParameter("destination", id)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }
}
