package dmp.profile.view;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
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

import dmp.profile.fact.FactsConfig;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Component;
import dmp.profile.identity.Components;
import dmp.profile.store.HubRegister;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Gathering;
import dmp.profile.stream.Inbox;
import dmp.profile.stream.Publisher;
import dmp.profile.stream.Untiring;
import dmp.profile.trait.TraitsInForce;

/** Reads announcements, all that wait at a time, and does not go on before their views are published. */
@ApplicationScoped
class AnnouncementsConsumer {

    private final Inbox inbox;
    private final Untiring untiring;
    private final TraitsInForce traits;
    private final ViewStep step;
    private final MeterRegistry meters;
    private final Gathering gathering;

    AnnouncementsConsumer(
            Vertx vertx,
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
        this.gathering = new Gathering(vertx, this::handle);
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
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(Message<ConsumerRecords<String, byte[]>> batch) {
        return gathering.add(batch);
    }

    private Uni<Void> handle(List<ConsumerRecord<String, byte[]>> records) {
        return untiring.untilDone("views", () -> traits.loaded()
                        .chain(() -> inbox.read(records, AnnouncementsConsumer::announcement))
                        .chain(step::handle))
                .invoke(() ->
                        meters.counter("dmp_profile_announcements_messages").increment(records.size()));
    }

    private static Announcement announcement(ObjectMapper json, String topic, byte[] value) throws IOException {
        return json.readValue(value, Announcement.class);
    }
}
