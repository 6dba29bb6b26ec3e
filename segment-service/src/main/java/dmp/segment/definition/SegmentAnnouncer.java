package dmp.segment.definition;

import java.time.Duration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.LockModeType;

import io.quarkus.logging.Log;
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
import dmp.segment.running.FreshContext;
import dmp.segment.running.MessageJson;
import dmp.segment.running.Repeating;

/**
 * Tells others which segments there are. The table is the outbox: a version that is not published yet is, sooner or later,
 * by whichever instance sees it. The row is locked meanwhile, so that an older version never follows a newer one.
 */
@ApplicationScoped
class SegmentAnnouncer {

    /** A request does not wait longer for Kafka; the sweeper will publish. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int SWEPT_AT_ONCE = 100;

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final MutinyEmitter<Record<String, byte[]>> emitter;
    private final DefinitionConfig config;
    private Repeating sweeping;

    SegmentAnnouncer(
            Vertx vertx,
            Mutiny.SessionFactory sessions,
            @Channel(SegmentTopics.SEGMENTS) MutinyEmitter<Record<String, byte[]>> emitter,
            DefinitionConfig config) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.emitter = emitter;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        sweeping = Repeating.every(vertx, config.publishEvery(), "publishing segments", this::sweep);
    }

    void stop(@Observes ShutdownEvent event) {
        sweeping.close();
    }

    /** Publishes the newest version if need be; ends in any case, since the sweeper comes after. */
    Uni<Void> announce(String tenant, String id) {
        return publish(new Segment.Key(tenant, id)).onFailure().recoverWithUni(failure -> {
            Log.warnf("Segment is published later: tenant=%s segment=%s reason=%s", tenant, id, failure);
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> sweep() {
        return sessions.withSession(session -> session.createQuery(
                                "from Segment where publishedVersion < version order by tenant, id", Segment.class)
                        .setMaxResults(SWEPT_AT_ONCE)
                        .getResultList())
                .chain(unpublished -> Multi.createFrom()
                        .iterable(unpublished)
                        .onItem()
                        .transformToUniAndConcatenate(segment -> publish(new Segment.Key(segment.tenant, segment.id)))
                        .collect()
                        .last())
                .replaceWithVoid();
    }

    private Uni<Void> publish(Segment.Key key) {
        return sessions.withTransaction(session -> session.find(Segment.class, key, LockModeType.PESSIMISTIC_WRITE)
                .chain(segment -> segment == null || segment.publishedVersion >= segment.version
                        ? Uni.createFrom().voidItem()
                        : emitter.send(Record.of(segment.announced().key(), MessageJson.write(segment.announced())))
                                .ifNoItem()
                                .after(PATIENCE)
                                .fail()
                                .emitOn(FreshContext.current())
                                .invoke(() -> segment.publishedVersion = segment.version)));
    }
}
