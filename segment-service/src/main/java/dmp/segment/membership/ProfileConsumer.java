package dmp.segment.membership;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Acknowledgment;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.running.DeadLetters;
import dmp.segment.running.FreshContext;
import dmp.segment.running.MessageJson;
import dmp.segment.running.SideBySide;
import dmp.segment.timing.Tick;

/** Reads profiles and ticks, both in one consumer, so that whoever owns a partition is the one writer of its identifiers. */
@ApplicationScoped
class ProfileConsumer {

    static final String CHANNEL = "profiles-and-ticks";

    private final Backlog backlog;
    private final Memberships memberships;
    private final DeadLetters deadLetters;
    private final Counter profiles;
    private final Counter ticks;

    ProfileConsumer(Vertx vertx, Memberships memberships, DeadLetters deadLetters, MeterRegistry meters) {
        this.backlog =
                new Backlog(keyToPending -> FreshContext.run(vertx, () -> decide(keyToPending)), System::nanoTime);
        this.memberships = memberships;
        this.deadLetters = deadLetters;
        this.profiles = meters.counter("dmp_segment_profiles_received");
        this.ticks = meters.counter("dmp_segment_ticks_received");
    }

    /** The next batch comes as soon as the backlog has room. A batch is committed when all of it has been decided. */
    @Incoming(CHANNEL)
    @Acknowledgment(Acknowledgment.Strategy.MANUAL)
    Uni<Void> consume(Message<ConsumerRecords<String, byte[]>> batch) {
        Map<String, Pending> keyToPending = new LinkedHashMap<>();
        Uni<Void> putAside = Uni.createFrom().voidItem();
        for (ConsumerRecord<String, byte[]> record : batch.getPayload()) {
            try {
                add(record, keyToPending);
            } catch (IOException | IllegalArgumentException unreadable) {
                putAside = putAside.chain(() -> deadLetters.keep(record, unreadable));
            }
        }
        commit(batch, Uni.join().all(putAside, backlog.add(keyToPending)).andFailFast());
        return backlog.room();
    }

    /** Ends when no live profile is being decided. */
    Uni<Void> calm() {
        return backlog.calm();
    }

    /** True when no live profile has come to be decided for a second. */
    boolean isQuiet() {
        return backlog.isQuiet();
    }

    private void add(ConsumerRecord<String, byte[]> record, Map<String, Pending> keyToPending) throws IOException {
        if (record.key() == null || record.key().indexOf('|') < 1) {
            throw new IllegalArgumentException("no key of tenant and identifier");
        }
        switch (record.topic()) {
            case ProfileTopics.PROFILES -> {
                keyToPending.computeIfAbsent(record.key(), _ -> new Pending()).addUnread(record);
                profiles.increment();
            }
            case Tick.TOPIC -> {
                long revision = Tick.read(record.value()).revision();
                keyToPending.computeIfAbsent(record.key(), _ -> new Pending()).addTick(record.offset(), revision);
                ticks.increment();
            }
            default -> throw new IllegalArgumentException("a record of topic " + record.topic());
        }
    }

    private Uni<Void> decide(Map<String, Pending> keyToPending) {
        List<ConsumerRecord<String, byte[]>> unread = keyToPending.values().stream()
                .flatMap(pending -> pending.takeUnread().stream())
                .toList();
        Uni<Void> putAside = Uni.createFrom().voidItem();
        for (Read read : SideBySide.map(unread, ProfileConsumer::read)) {
            if (read.unreadable() != null) {
                putAside = putAside.chain(() -> deadLetters.keep(read.record(), read.unreadable()));
            } else {
                keyToPending.get(read.record().key()).add(read.profile());
            }
        }
        Map<String, Pending> readable = new LinkedHashMap<>(keyToPending);
        readable.values().removeIf(pending -> pending.profile() == null && !pending.isTicked());
        return putAside.chain(() -> memberships.apply(readable));
    }

    private static void commit(Message<?> batch, Uni<?> done) {
        done.chain(() -> Uni.createFrom().completionStage(batch.ack()))
                .onFailure()
                .call(failure -> Uni.createFrom().completionStage(batch.nack(failure)))
                .subscribe()
                .with(_ -> {}, failure -> Log.error("A batch was not committed", failure));
    }

    /**
     * @param profile null when there is none
     * @param unreadable why there is no profile; null otherwise
     */
    private record Read(ConsumerRecord<String, byte[]> record, ProfileChanged profile, Exception unreadable) {}

    private static Read read(ConsumerRecord<String, byte[]> record) {
        try {
            ProfileChanged profile = MessageJson.read(record.value(), ProfileChanged.class);
            requireWhole(profile, record.key());
            return new Read(record, profile, null);
        } catch (IOException | IllegalArgumentException unreadable) {
            return new Read(record, null, unreadable);
        }
    }

    /** What would stop the whole partition later is found here. */
    private static void requireWhole(ProfileChanged profile, String key) {
        boolean whole = profile.key().equals(key)
                && profile.identifier().indexOf(':') > 0
                && profile.version() >= 0
                && profile.facts().stream()
                        .allMatch(facts -> facts.identifier() != null
                                && (facts.consent() == null || facts.consent().at() != null)
                                && facts.attributes().values().stream()
                                        .allMatch(attribute -> attribute.value() != null
                                                && attribute.at() != null
                                                && attribute.source() != null)
                                && facts.realisations().stream()
                                        .allMatch(realisations ->
                                                realisations.trait() != null && realisations.source() != null))
                && profile.mergePolicies().stream().allMatch(merged -> merged.mergePolicy() != null)
                && profile.links().stream()
                        .allMatch(link -> 0 <= link.one()
                                && link.one() < link.other()
                                && link.other() < profile.facts().size());
        if (!whole) {
            throw new IllegalArgumentException("a profile that lacks something");
        }
    }
}
