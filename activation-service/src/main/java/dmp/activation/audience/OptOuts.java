package dmp.activation.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Request;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.campaign.Catalog;
import dmp.activation.campaign.Target;
import dmp.activation.state.Agenda;
import dmp.activation.state.Identifier;
import dmp.activation.state.Pipeline;

/** Opt-outs that a network passes on: from then on no network of the tenant is told anything of the identifier. */
@ApplicationScoped
public class OptOuts {

    private final Audiences audiences;
    private final Pipeline pipeline;
    private final Catalog catalog;
    private final Mutiny.SessionFactory sessions;

    OptOuts(Audiences audiences, Pipeline pipeline, Catalog catalog, Mutiny.SessionFactory sessions) {
        this.audiences = audiences;
        this.pipeline = pipeline;
        this.catalog = catalog;
        this.sessions = sessions;
    }

    /**
     * Opts out at every destination that knows the identifier, and with it those linked to it that have never spoken
     * themselves: most networks know the person by one of these only. Doing it again changes nothing.
     */
    public Uni<Void> add(String tenant, Identifier identifier, String toldBy, Instant at) {
        return silentOnesLinkedTo(tenant, identifier.text()).chain(linked -> {
            Uni<Void> done = optOut(tenant, identifier, null, toldBy, at);
            for (String other : linked) {
                done = done.chain(() -> optOut(tenant, Identifier.of(other), identifier.text(), toldBy, at));
            }
            return done;
        });
    }

    private Uni<List<String>> silentOnesLinkedTo(String tenant, String identifier) {
        return audiences
                .read(tenant, List.of(identifier))
                .chain(read -> audiences.read(tenant, read.getFirst().linked()))
                .map(linked -> linked.stream()
                        .filter(Audience::isSilent)
                        .map(Audience::identifier)
                        .toList());
    }

    private Uni<Void> optOut(String tenant, Identifier identifier, String onBehalfOf, String toldBy, Instant at) {
        List<String> destinations = new ArrayList<>();
        for (Target target : catalog.targets(tenant)) {
            if (target.knows(identifier)) {
                destinations.add(target.destination());
            }
        }
        List<Request> marks = destinations.stream()
                .map(destination -> Agenda.mark(tenant, destination, identifier.text(), at))
                .toList();
        return write(tenant, identifier.text(), onBehalfOf, toldBy, at, destinations)
                .chain(() -> pipeline.send(audiences.optOut(tenant, identifier.text(), at)))
                .chain(() -> pipeline.send(marks))
                .replaceWithVoid();
    }

    /** The receipt of one destination; the first counts. */
    public Uni<Void> removed(String tenant, String destination, List<String> identifiers, Instant at) {
        if (identifiers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        update opt_out_receipt set removed_at = :at where tenant = :tenant and destination = :destination
                        and identifier = any(:identifiers) and removed_at is null""")
                .setParameter("at", at)
                .setParameter("tenant", tenant)
                .setParameter("destination", destination)
                .setParameter("identifiers", identifiers.toArray(String[]::new))
                .executeUpdate()
                .replaceWithVoid());
    }

    private Uni<Void> write(
            String tenant, String identifier, String onBehalfOf, String toldBy, Instant at, List<String> destinations) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into opt_out (tenant, identifier, on_behalf_of, told_by, received_at)
                        values (:tenant, :identifier, :onBehalfOf, :toldBy, :at) on conflict do nothing""")
                .setParameter("tenant", tenant)
                .setParameter("identifier", identifier)
                .setParameter("onBehalfOf", onBehalfOf == null ? identifier : onBehalfOf)
                .setParameter("toldBy", toldBy)
                .setParameter("at", at)
                .executeUpdate()
                .chain(() -> session.createNativeQuery("""
                                insert into opt_out_receipt (tenant, identifier, destination)
                                select :tenant, :identifier, unnest(cast(:destinations as text[])) on conflict do nothing""")
                        .setParameter("tenant", tenant)
                        .setParameter("identifier", identifier)
                        .setParameter("destinations", destinations.toArray(String[]::new))
                        .executeUpdate())
                .replaceWithVoid());
    }
}
