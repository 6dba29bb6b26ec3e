package dmp.profile.view;

import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.profile.fact.FactsConfig;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Component;
import dmp.profile.identity.Components;
import dmp.profile.store.HubRegister;
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
            HubRegister hubs,
            Publisher publisher,
            Components components,
            Views views,
            FactsConfig facts,
            MeterRegistry meters) {
        this.inbox = inbox;
        this.untiring = untiring;
        this.traits = traits;
        this.meters = meters;
        this.step = new ViewStep(
                store,
                hubs,
                publisher,
                components,
                views,
                this::countCapped,
                facts.tombstoneRetention(),
                Clock.systemUTC());
    }

    private void countCapped(Component component) {
        Set.copyOf(component.leftOut().values())
                .forEach(reason -> meters.counter("dmp_profile_views_capped", "reason", reason.word())
                        .increment());
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
