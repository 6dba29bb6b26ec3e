package dmp.profile.view;

import java.io.IOException;
import java.time.Clock;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.profile.fact.FactsConfig;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Components;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Inbox;
import dmp.profile.stream.Publisher;
import dmp.profile.stream.Untiring;
import dmp.profile.trait.TraitsInForce;

/** Reads announcements, a batch at a time, and does not go on before the batch's views are published. */
@ApplicationScoped
class AnnouncementsConsumer {

    private final Inbox inbox;
    private final Untiring untiring;
    private final TraitsInForce traits;
    private final ViewStep step;
    private final MeterRegistry meters;

    AnnouncementsConsumer(
            Inbox inbox,
            Untiring untiring,
            TraitsInForce traits,
            StateStore store,
            Publisher publisher,
            Components components,
            Views views,
            FactsConfig facts,
            MeterRegistry meters) {
        this.inbox = inbox;
        this.untiring = untiring;
        this.traits = traits;
        this.meters = meters;
        this.step = new ViewStep(store, publisher, components, views, facts.tombstoneRetention(), Clock.systemUTC());
    }

    @Incoming("announcements-in")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return untiring.untilDone("views", () -> traits.loaded()
                        .chain(() -> inbox.read(records, AnnouncementsConsumer::announcement))
                        .chain(step::handle))
                .invoke(() ->
                        meters.counter("dmp_profile_announcements_messages").increment(records.count()));
    }

    private static Announcement announcement(ObjectMapper json, String topic, byte[] value) throws IOException {
        return json.readValue(value, Announcement.class);
    }
}
