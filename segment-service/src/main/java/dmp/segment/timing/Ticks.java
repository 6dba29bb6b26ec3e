package dmp.segment.timing;

import java.util.Collection;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.Record;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

import dmp.segment.running.FreshContext;

/** Sends ticks. */
@ApplicationScoped
public class Ticks {

    private final MutinyEmitter<Record<String, byte[]>> emitter;

    Ticks(
            @Channel("ticks-out") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
                    MutinyEmitter<Record<String, byte[]>> emitter) {
        this.emitter = emitter;
    }

    /** Ends when Kafka has all of them. */
    public Uni<Void> send(Collection<String> identifierKeys, Tick tick) {
        if (identifierKeys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        byte[] payload = tick.toBytes();
        return Uni.join()
                .all(identifierKeys.stream()
                        .map(key -> emitter.send(Record.of(key, payload)))
                        .toList())
                .andFailFast()
                .emitOn(FreshContext.current())
                .replaceWithVoid();
    }
}
