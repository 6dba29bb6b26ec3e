package dmp.segment.trait;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.segment.rule.Folder;
import dmp.segment.running.DeadLetters;
import dmp.segment.running.KafkaOffsets;
import dmp.segment.running.MessageJson;
import dmp.segment.running.Patience;

/** All traits of all tenants, in memory. */
@ApplicationScoped
public class TraitCatalog {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Map<String, Map<String, TraitDefined>> tenantToTraits = new ConcurrentHashMap<>();
    private final Map<Integer, Long> partitionToNext = new ConcurrentHashMap<>();
    private final DeadLetters deadLetters;
    private final KafkaOffsets offsets;

    /** What was on the topic when this instance started; null until known. */
    private volatile Map<Integer, Long> endsAtStart;

    TraitCatalog(DeadLetters deadLetters, KafkaOffsets offsets) {
        this.deadLetters = deadLetters;
        this.offsets = offsets;
    }

    void start(@Observes StartupEvent event) {
        Patience.with("finding the end of the traits", () -> offsets.ends(ProfileTopics.TRAITS))
                .subscribe()
                .with(ends -> endsAtStart = ends);
    }

    @Incoming(ProfileTopics.TRAITS)
    Uni<Void> read(ConsumerRecords<String, byte[]> records) {
        List<Uni<Void>> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                add(MessageJson.read(record.value(), TraitDefined.class));
            } catch (IOException | IllegalArgumentException e) {
                unreadable.add(deadLetters.keep(record, e));
            }
            partitionToNext.merge(record.partition(), record.offset() + 1, Math::max);
        }
        return unreadable.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.join().all(unreadable).andFailFast().replaceWithVoid();
    }

    private void add(TraitDefined trait) {
        if (trait.tenant() == null || trait.id() == null) {
            throw new IllegalArgumentException("a trait without tenant or id");
        }
        tenantToTraits
                .computeIfAbsent(trait.tenant(), _ -> new ConcurrentHashMap<>())
                .merge(trait.id(), trait, (old, one) -> one.version() >= old.version() ? one : old);
    }

    /** The traits of the tenant by their ids, archived ones too. */
    public Map<String, TraitDefined> of(String tenant) {
        return tenantToTraits.getOrDefault(tenant, Map.of());
    }

    /**
     * Waits for traits that have just been created and are still on their way. Ends when all are known, and some in each of the
     * folders, or the time is up, whichever is first.
     */
    public Uni<Void> await(String tenant, Collection<String> traits, Collection<String> folders, Duration patience) {
        boolean known = of(tenant).keySet().containsAll(traits)
                && folders.stream().allMatch(folder -> of(tenant).values().stream()
                        .anyMatch(trait -> trait.folder() != null && Folder.contains(folder, trait.folder())));
        if (patience.isNegative() || known) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .chain(() -> await(tenant, traits, folders, patience.minus(LOOK_AGAIN)));
    }

    /** True when all that was known at the start has been read. */
    boolean isCaughtUp() {
        Map<Integer, Long> ends = endsAtStart;
        return ends != null
                && ends.entrySet().stream()
                        .allMatch(end -> partitionToNext.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
}
