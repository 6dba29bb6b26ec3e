package dmp.segment.membership;

import java.util.Collection;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentTopics;
import dmp.segment.running.MessageJson;
import dmp.segment.running.SideBySide;

/** Tells others of memberships. */
@ApplicationScoped
class MembershipPublisher {

    private final MutinyEmitter<Record<String, byte[]>> emitter;
    private final Counter published;

    MembershipPublisher(
            // A batch is sent at once and waited for, so what waits here is never more than a batch.
            @Channel(SegmentTopics.MEMBERSHIPS) @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, byte[]>> emitter,
            MeterRegistry meters) {
        this.emitter = emitter;
        this.published = meters.counter("dmp_segment_memberships_published");
    }

    /** Ends when Kafka has all of them. */
    Uni<Void> publish(Collection<MembershipState> states) {
        if (states.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Uni<Void>> sends = SideBySide.map(states, state -> record(state.told())).stream()
                .map(emitter::send)
                .toList();
        return Uni.join().all(sends).andFailFast().replaceWithVoid().invoke(() -> published.increment(states.size()));
    }

    private static Record<String, byte[]> record(MembershipChanged told) {
        return Record.of(told.key(), MessageJson.write(told));
    }
}
