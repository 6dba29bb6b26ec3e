package dmp.activation.campaign;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.background.Patience;
import dmp.segment.contract.SegmentDefined;
import dmp.segment.contract.SegmentTopics;

/** Learns which segments there are, so that a campaign cannot refer to one that does not exist. */
@ApplicationScoped
class SegmentsConsumer {

    private final Mutiny.SessionFactory sessions;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final Patience patience;

    SegmentsConsumer(Mutiny.SessionFactory sessions, ObjectMapper json, MeterRegistry meters, Patience patience) {
        this.sessions = sessions;
        this.json = json;
        this.meters = meters;
        this.patience = patience;
    }

    /** An unreadable definition is counted and passed over: the topic is compacted, the next version mends it. */
    @Incoming(SegmentTopics.SEGMENTS)
    Uni<Void> learn(String message) {
        SegmentDefined segment;
        try {
            segment = json.readerFor(SegmentDefined.class)
                    .without(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .readValue(message);
        } catch (JsonProcessingException e) {
            meters.counter("dmp_activation_messages_unreadable", "topic", SegmentTopics.SEGMENTS)
                    .increment();
            Log.warnf("segment definition unreadable, reason=%s", e.getOriginalMessage());
            return Uni.createFrom().voidItem();
        }
        return patience.untilDone("segments", () -> store(segment));
    }

    private Uni<Void> store(SegmentDefined segment) {
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        insert into known_segment (tenant, id, version, name, merge_policy, archived)
                        values (:tenant, :id, :version, :name, :mergePolicy, :archived)
                        on conflict (tenant, id) do update set version = excluded.version, name = excluded.name,
                          merge_policy = excluded.merge_policy,
                          archived = excluded.archived where known_segment.version <= excluded.version""")
                .setParameter("tenant", segment.tenant())
                .setParameter("id", segment.id())
                .setParameter("version", segment.version())
                .setParameter("name", segment.name() == null ? segment.id() : segment.name())
                .setParameter("mergePolicy", segment.mergePolicy() == null ? "" : segment.mergePolicy())
                .setParameter("archived", segment.archived())
                .executeUpdate()
                .replaceWithVoid());
    }
}
