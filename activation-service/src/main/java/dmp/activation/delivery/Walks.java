package dmp.activation.delivery;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.audience.Audience;
import dmp.activation.audience.Audiences;
import dmp.activation.campaign.Target;
import dmp.activation.state.Agenda;
import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;
import dmp.activation.state.Sets;

/**
 * Puts all that concerns a segment at a destination on the agenda: its members, and whoever the destination was told of.
 * Ordered by rows in PostgreSQL, each gone once done, so that a flight's start or end cannot be missed.
 */
@ApplicationScoped
class Walks {

    /** Orders taken at once. */
    private static final int MOST = 20;

    private final Mutiny.SessionFactory sessions;
    private final Sets sets;
    private final Audiences audiences;
    private final Pipeline pipeline;
    private final InstantSource clock;

    Walks(Mutiny.SessionFactory sessions, Sets sets, Audiences audiences, Pipeline pipeline, InstantSource clock) {
        this.sessions = sessions;
        this.sets = sets;
        this.audiences = audiences;
        this.pipeline = pipeline;
        this.clock = clock;
    }

    record Place(String tenant, String destination) {}

    /** Where something is due. */
    Uni<Set<Place>> due() {
        return sessions.withSession(session -> session.createNativeQuery(
                        "select distinct tenant, destination from walk where due_at <= :now", Object[].class)
                .setParameter("now", clock.instant())
                .getResultList()
                .map(rows -> {
                    Set<Place> places = new HashSet<>();
                    rows.forEach(row -> places.add(new Place((String) row[0], (String) row[1])));
                    return places;
                }));
    }

    /** Does what is due at one destination, which the caller serves, and knows in its present form. */
    Uni<Void> walk(Target target) {
        return due(target).chain(orders -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            Set<String> segments = new LinkedHashSet<>();
            List<Long> ids = new ArrayList<>();
            for (Object[] order : orders) {
                ids.add(((Number) order[0]).longValue());
                segments.add((String) order[1]);
            }
            for (String segment : segments) {
                done = done.chain(() -> walk(target, segment));
            }
            return ids.isEmpty() ? done : done.chain(() -> remove(ids));
        });
    }

    /** Orders that everything at a destination be looked at again. */
    Uni<Void> sweep(Target target) {
        Instant now = clock.instant();
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into walk (tenant, destination, segment, due_at)
                        select distinct tenant, destination, segment, cast(:now as timestamptz) from activation
                        where tenant = :tenant and destination = :destination on conflict do nothing""")
                .setParameter("now", now)
                .setParameter("tenant", target.tenant())
                .setParameter("destination", target.destination())
                .executeUpdate()
                .replaceWithVoid());
    }

    private Uni<List<Object[]>> due(Target target) {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select id, segment from walk
                        where tenant = :tenant and destination = :destination and due_at <= :now order by due_at""", Object[].class)
                .setParameter("tenant", target.tenant())
                .setParameter("destination", target.destination())
                .setParameter("now", clock.instant())
                .setMaxResults(MOST)
                .getResultList());
    }

    private Uni<Void> remove(List<Long> ids) {
        return sessions.withTransaction(session -> session.createNativeQuery("delete from walk where id in (:ids)")
                .setParameter("ids", ids)
                .executeUpdate()
                .replaceWithVoid());
    }

    private Uni<Void> walk(Target target, String segment) {
        return sets.forEachPart(Keys.members(target.tenant(), segment), members -> audiences
                        .read(target.tenant(), members)
                        .chain(read -> mark(target, names(target, read))))
                .chain(() -> sets.forEachPart(
                        Keys.told(target.tenant(), target.destination(), segment), told -> mark(target, told)));
    }

    private static List<String> names(Target target, List<Audience> members) {
        Set<String> names = new LinkedHashSet<>();
        members.forEach(member -> names.addAll(target.namesOf(member.identifier(), member.linked())));
        return List.copyOf(names);
    }

    private Uni<Void> mark(Target target, List<String> identifiers) {
        Instant now = clock.instant();
        List<Request> marks = identifiers.stream()
                .map(identifier -> Agenda.mark(target.tenant(), target.destination(), identifier, now))
                .toList();
        return pipeline.send(marks).replaceWithVoid();
    }
}
