package dmp.profile.fact;

import java.io.IOException;
import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.stream.Inbox;
import dmp.profile.stream.Publisher;
import dmp.profile.stream.Untiring;
import dmp.profile.trait.TraitsInForce;

/** Reads events, events to be replayed and erasures together, a batch at a time, and does not go on before the batch is done. */
@ApplicationScoped
class FactsConsumer {

    private final Inbox inbox;
    private final Untiring untiring;
    private final TraitsInForce traits;
    private final FactsStep step;
    private final MeterRegistry meters;

    FactsConsumer(
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
        this.step = new FactsStep(store, publisher, traits, config.tombstoneRetention(), Clock.systemUTC());
    }

    @Incoming("facts-in")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return untiring.untilDone("facts", () -> traits.loaded()
                        .chain(() -> inbox.read(records, FactsConsumer::input))
                        .chain(step::handle))
                .invoke(() -> meters.counter("dmp_profile_facts_messages").increment(records.count()));
    }

    private static FactsInput input(ObjectMapper json, String topic, byte[] value) throws IOException {
        return switch (topic) {
            case EraseIdentifier.TOPIC -> new FactsInput.Erased(json.readValue(value, EraseIdentifier.class));
            case ReplayEvent.TOPIC -> new FactsInput.Replayed(json.readValue(value, ReplayEvent.class));
            default -> new FactsInput.Observed(json.readValue(value, EventCollected.class));
        };
    }
}
