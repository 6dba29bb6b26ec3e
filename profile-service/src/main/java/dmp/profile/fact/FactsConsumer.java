package dmp.profile.fact;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.stream.Gathering;
import dmp.profile.stream.Inbox;
import dmp.profile.stream.Publisher;
import dmp.profile.stream.Untiring;
import dmp.profile.trait.TraitsInForce;

/** Reads events, events to be replayed and erasures together, all that wait at a time, and does not go on before they are done. */
@ApplicationScoped
class FactsConsumer {

    private final Inbox inbox;
    private final Untiring untiring;
    private final TraitsInForce traits;
    private final FactsStep step;
    private final MeterRegistry meters;
    private final Gathering gathering;

    FactsConsumer(
            Vertx vertx,
            Inbox inbox,
            Untiring untiring,
            TraitsInForce traits,
            FactsStore store,
            Publisher publisher,
            FactsConfig config,
            MeterRegistry meters) {
        this.inbox = inbox;
        this.untiring = untiring;
        this.traits = traits;
        this.meters = meters;
        this.gathering = new Gathering(vertx, this::handle);
        this.step = new FactsStep(store, publisher, traits, config.tombstoneRetention(), Clock.systemUTC());
    }

    @Incoming("facts-in")
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(Message<ConsumerRecords<String, byte[]>> batch) {
        return gathering.add(batch);
    }

    private Uni<Void> handle(List<ConsumerRecord<String, byte[]>> records) {
        return untiring.untilDone("facts", () -> traits.loaded()
                        .chain(() -> inbox.read(records, FactsConsumer::input))
                        .chain(step::handle))
                .invoke(() -> meters.counter("dmp_profile_facts_messages").increment(records.size()));
    }

    private static FactsInput input(ObjectMapper json, String topic, byte[] value) throws IOException {
        return switch (topic) {
            case EraseIdentifier.TOPIC -> new FactsInput.Erased(json.readValue(value, EraseIdentifier.class));
            case ReplayEvent.TOPIC -> new FactsInput.Replayed(json.readValue(value, ReplayEvent.class));
            default -> new FactsInput.Observed(json.readValue(value, EventCollected.class));
        };
    }
}
