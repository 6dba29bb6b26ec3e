package dmp.segment.definition;

import java.time.Duration;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import io.vertx.core.Vertx;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.segment.contract.SegmentTopics;
import dmp.segment.contract.TraitOrdered;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.EventRule;
import dmp.segment.running.FreshContext;
import dmp.segment.running.MessageJson;
import dmp.segment.running.Repeating;

/**
 * Has profile-service define the traits behind the conditions on events that rules state. An order is placed together with the segment,
 * and sent by whichever instance sees it first. Sent more often than once it does no harm.
 */
@ApplicationScoped
class TraitOrders {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int SENT_AT_ONCE = 100;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final MutinyEmitter<Record<String, byte[]>> emitter;
    private final DefinitionConfig config;
    private Repeating sending;

    TraitOrders(
            Vertx vertx,
            Mutiny.SessionFactory sessions,
            @Channel(SegmentTopics.TRAIT_ORDERS) MutinyEmitter<Record<String, byte[]>> emitter,
            DefinitionConfig config) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.emitter = emitter;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        sending = Repeating.every(vertx, config.refreshEvery(), "ordering traits", this::send);
    }

    void stop(@Observes ShutdownEvent event) {
        sending.close();
    }

    /** Within the transaction of the change; also when the trait was ordered before, for it may have been archived meanwhile. */
    Uni<Void> place(Mutiny.Session session, Segment segment) {
        Map<String, EventRule> events = segment.archived
                ? Map.of()
                : Dependencies.of(segment.ruleTree()).events();
        return Multi.createFrom()
                .iterable(events.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        event -> session.merge(new TraitOrder(segment.tenant, event.getKey(), event.getValue())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> send() {
        return sessions.withTransaction(session -> session.createQuery(
                        "from TraitOrder where not published order by tenant, id", TraitOrder.class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .setMaxResults(SENT_AT_ONCE)
                .getResultList()
                .chain(orders -> Multi.createFrom()
                        .iterable(orders)
                        .onItem()
                        .transformToUniAndConcatenate(this::send)
                        .collect()
                        .last())
                .replaceWithVoid());
    }

    private Uni<Void> send(TraitOrder order) {
        TraitOrdered told = order.told();
        return emitter.send(Record.of(told.key(), MessageJson.write(told)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .emitOn(FreshContext.current())
                .invoke(() -> order.published = true);
    }
}
