package dmp.segment.membership;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.running.DeadLetters;
import dmp.segment.running.MessageJson;
import dmp.segment.running.SideBySide;
import dmp.segment.timing.Tick;

/** Reads profiles and ticks, both in one consumer, so that whoever owns a partition is the one writer of its identifiers. */
@ApplicationScoped
class ProfileConsumer {

    static final String CHANNEL = "profiles-and-ticks";

    private final Memberships memberships;
    private final DeadLetters deadLetters;
    private final Counter profiles;
    private final Counter ticks;

    ProfileConsumer(Memberships memberships, DeadLetters deadLetters, MeterRegistry meters) {
        this.memberships = memberships;
        this.deadLetters = deadLetters;
        this.profiles = meters.counter("dmp_segment_profiles_received");
        this.ticks = meters.counter("dmp_segment_ticks_received");
    }

    /**
     * One batch at a time; the next one comes when this has ended, and only then is this one committed. What is new or due does not
     * wait for those whom only changed rules ask about.
     */
    @Incoming(CHANNEL)
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        Map<String, Pending> keyToPending = new HashMap<>();
        Uni<Void> putAside = Uni.createFrom().voidItem();
        for (Consumed consumed : SideBySide.map(all(records), ProfileConsumer::read)) {
            if (consumed.unreadable() != null) {
                putAside = putAside.chain(() -> deadLetters.keep(consumed.record(), consumed.unreadable()));
            } else {
                add(consumed, keyToPending.computeIfAbsent(consumed.record().key(), _ -> new Pending()));
            }
        }
        Map<String, Pending> live = new LinkedHashMap<>();
        Map<String, Pending> catchingUp = new LinkedHashMap<>();
        keyToPending.forEach(
                (key, pending) -> (pending.cause() == Change.Cause.RULES ? catchingUp : live).put(key, pending));
        return putAside.chain(() -> memberships.apply(live)).chain(() -> memberships.apply(catchingUp));
    }

    /**
     * @param message a {@link ProfileChanged} or a {@link Tick}; null when there is none
     * @param unreadable why there is no message; null otherwise
     */
    private record Consumed(ConsumerRecord<String, byte[]> record, Object message, Exception unreadable) {}

    private static List<ConsumerRecord<String, byte[]>> all(ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>(records.count());
        records.forEach(all::add);
        return all;
    }

    private static Consumed read(ConsumerRecord<String, byte[]> record) {
        try {
            return new Consumed(record, message(record), null);
        } catch (IOException | IllegalArgumentException unreadable) {
            return new Consumed(record, null, unreadable);
        }
    }

    private static Object message(ConsumerRecord<String, byte[]> record) throws IOException {
        if (record.key() == null || record.key().indexOf('|') < 1) {
            throw new IllegalArgumentException("no key of tenant and identifier");
        }
        return switch (record.topic()) {
            case ProfileTopics.PROFILES -> {
                ProfileChanged profile = MessageJson.read(record.value(), ProfileChanged.class);
                requireWhole(profile, record.key());
                yield profile;
            }
            case Tick.TOPIC -> Tick.read(record.value());
            default -> throw new IllegalArgumentException("a record of topic " + record.topic());
        };
    }

    private void add(Consumed consumed, Pending pending) {
        if (consumed.message() instanceof Tick tick) {
            pending.addTick(consumed.record().offset(), tick.revision());
            ticks.increment();
        } else {
            pending.add((ProfileChanged) consumed.message());
            profiles.increment();
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
