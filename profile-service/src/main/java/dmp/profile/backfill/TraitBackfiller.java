package dmp.profile.backfill;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.fact.ReplayEvent;
import dmp.profile.stream.Publisher;
import dmp.profile.trait.BackfillConfig;
import dmp.profile.trait.TraitBackfills;
import dmp.profile.trait.TraitBackfills.Standing;
import dmp.profile.trait.TraitBackfills.Work;

/**
 * Reads the events retained, by itself and not as a member of any group, and sends those that concern a trait to the owners of the
 * facts. What was sent before a crash is sent again from the last noted position, which changes nothing.
 */
@ApplicationScoped
class TraitBackfiller {

    private static final Logger LOG = Logger.getLogger(TraitBackfiller.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String self = UUID.randomUUID().toString();
    private final TraitBackfills backfills;
    private final Publisher publisher;
    private final ReplayLag lag;
    private final ObjectMapper json;
    private final BackfillConfig config;
    private final Map<String, Object> kafka = new HashMap<>();
    private volatile boolean closed;

    TraitBackfiller(
            TraitBackfills backfills,
            Publisher publisher,
            ReplayLag lag,
            ObjectMapper json,
            BackfillConfig config,
            @Identifier("default-kafka-broker") Map<String, Object> kafka) {
        this.backfills = backfills;
        this.publisher = publisher;
        this.lag = lag;
        this.json = json;
        this.config = config;
        kafka.forEach((name, value) -> {
            if (ConsumerConfig.configNames().contains(name)) {
                this.kafka.put(name, value.toString());
            }
        });
        this.kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "2000");
    }

    @PreDestroy
    void close() {
        closed = true;
    }

    /** On a worker thread, for as long as there is something to do. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    void workNowAndThen() {
        try {
            Optional<Work> work = await(backfills.take(self));
            if (work.isPresent()) {
                backfill(work.get());
            }
        } catch (Throwable failure) {
            if (failure instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warnf("Backfill of a trait interrupted, it goes on when its lease is over failure=%s", failure);
        }
    }

    private void backfill(Work work) throws Throwable {
        try (Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(kafka, new StringDeserializer(), new ByteArrayDeserializer())) {
            Standing standing = work.standing();
            Positions positions =
                    standing.positions().isEmpty() ? retained(consumer) : Positions.parse(standing.positions());
            long all = standing.positions().isEmpty() ? positions.left() : standing.ofEvents();
            long replayed = standing.replayed();
            seek(consumer, positions);
            boolean wanted = true;
            while (wanted && !closed && !positions.areAtEnd()) {
                List<Publisher.Outgoing> replays = replays(consumer, positions, work);
                await(publisher.publish(replays));
                replayed += replays.size();
                wanted = note(work, positions, all, replayed);
                while (wanted && !closed && !replays.isEmpty() && lag.waiting() > config.inFlight()) {
                    Thread.sleep(POLL);
                    wanted = note(work, positions, all, replayed);
                }
            }
            while (wanted && !closed && lag.waiting() > 0) {
                Thread.sleep(POLL);
                wanted = note(work, positions, all, replayed);
            }
            if (wanted && !closed) {
                await(backfills.complete(work, self));
            }
        }
    }

    private boolean note(Work work, Positions positions, long all, long replayed) throws Throwable {
        Standing standing = new Standing(positions.toString(), all - positions.left(), all, replayed);
        return await(backfills.note(work, self, standing));
    }

    private static Positions retained(Consumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(IngestionTopics.EVENTS).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Positions positions = new Positions();
        consumer.endOffsets(partitions)
                .forEach((partition, end) -> positions.add(partition.partition(), begins.get(partition), end));
        return positions;
    }

    private static void seek(Consumer<String, byte[]> consumer, Positions positions) {
        Map<TopicPartition, Long> next = new HashMap<>();
        positions
                .next()
                .forEach(
                        (partition, offset) -> next.put(new TopicPartition(IngestionTopics.EVENTS, partition), offset));
        consumer.assign(next.keySet());
        next.forEach(consumer::seek);
    }

    private List<Publisher.Outgoing> replays(Consumer<String, byte[]> consumer, Positions positions, Work work) {
        List<Publisher.Outgoing> replays = new ArrayList<>();
        String keyPrefix = work.tenant() + "|";
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            if (positions.pass(record.partition(), record.offset())
                    && record.key() != null
                    && record.key().startsWith(keyPrefix)) {
                replay(record, work).ifPresent(replays::add);
            }
        }
        consumer.assignment()
                .forEach(partition -> positions.reach(partition.partition(), consumer.position(partition)));
        return replays;
    }

    /** What could not be read the first time has been set aside then. */
    private Optional<Publisher.Outgoing> replay(ConsumerRecord<String, byte[]> record, Work work) {
        EventCollected event;
        try {
            event = json.readValue(record.value(), EventCollected.class);
        } catch (IOException unreadable) {
            LOG.debugf("Unreadable event passed partition=%d offset=%d", record.partition(), record.offset());
            return Optional.empty();
        }
        Optional<Long> worth = work.realises().apply(event);
        if (worth.isEmpty() && !work.mayHaveRealised().test(event)) {
            return Optional.empty();
        }
        ReplayEvent replay = new ReplayEvent(work.trait(), work.version(), worth.isPresent(), worth.orElse(0L), event);
        return Optional.of(new Publisher.Outgoing(ReplayEvent.TOPIC, record.key(), replay));
    }

    private static <T> T await(Uni<T> uni) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> uni);
    }
}
