package dmp.ingestion.publish;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.EventRejected;
import dmp.ingestion.contract.IngestionTopics;

/**
 * Sends events and rejections and waits until Kafka has them. All records of one call go to the producer in one hop,
 * in order: it is the same thread for all calls, so whatever is said of one identifier stays in order.
 */
@Singleton
public class Publisher {

    private final KafkaClientService kafka;
    private final ObjectWriter json;
    private final OpenTelemetry telemetry;
    private final PublishConfig config;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile KafkaProducer<String, byte[]> producer;

    /** @param channel names the channel whose producer we use, so that it exists; records do not pass through it */
    Publisher(
            @Channel(IngestionTopics.EVENTS) MutinyEmitter<byte[]> channel,
            KafkaClientService kafka,
            ObjectMapper json,
            OpenTelemetry telemetry,
            PublishConfig config,
            MeterRegistry metrics) {
        this.kafka = kafka;
        this.json = json.writer();
        this.telemetry = telemetry;
        this.config = config;
        metrics.gauge("dmp_ingestion_records_in_flight", inFlight);
    }

    /** Completes when all are durable; fails with {@link Unavailable} when that cannot be said in time. */
    public Uni<Void> publish(List<EventCollected> events, List<EventRejected> rejections) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>(events.size() + rejections.size());
        events.forEach(event -> records.add(record(IngestionTopics.EVENTS, event.key(), event)));
        rejections.forEach(
                rejection -> records.add(record(IngestionTopics.EVENTS_REJECTED, rejection.key(), rejection)));
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        if (inFlight.get() + records.size() > config.maxInFlight()) {
            return Uni.createFrom().failure(new Unavailable("too many records wait for Kafka", null));
        }
        inFlight.addAndGet(records.size());
        io.vertx.core.Context context = Vertx.currentContext();
        Uni<Void> acknowledged = producer()
                .runOnSendingThread(sending -> {
                    return sendAll(sending, records);
                })
                .flatMap(Uni.createFrom()::completionStage)
                .ifNoItem()
                .after(config.deliveryTimeout())
                .failWith(() -> new Unavailable("no acknowledgement in time", null))
                .onTermination()
                .invoke(() -> inFlight.addAndGet(-records.size()));
        return context == null ? acknowledged : acknowledged.emitOn(task -> context.runOnContext(_ -> task.run()));
    }

    /** On the producer's thread, which alone may wait for a place in the buffer. */
    private static CompletableFuture<Void> sendAll(
            Producer<String, byte[]> sending, List<ProducerRecord<String, byte[]>> records) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        AtomicInteger outstanding = new AtomicInteger(records.size());
        for (ProducerRecord<String, byte[]> record : records) {
            try {
                sending.send(record, (_, failure) -> {
                    if (failure != null) {
                        all.completeExceptionally(
                                new Unavailable(failure.getClass().getSimpleName(), failure));
                    } else if (outstanding.decrementAndGet() == 0) {
                        all.complete(null);
                    }
                });
            } catch (RuntimeException failure) {
                all.completeExceptionally(new Unavailable(failure.getClass().getSimpleName(), failure));
            }
        }
        return all;
    }

    /** Not at construction: the channels are connected after the beans are made. */
    private KafkaProducer<String, byte[]> producer() {
        KafkaProducer<String, byte[]> found = producer;
        if (found == null) {
            found = kafka.getProducer(IngestionTopics.EVENTS);
            producer = found;
        }
        return found;
    }

    private ProducerRecord<String, byte[]> record(String topic, String key, Object value) {
        try {
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, json.writeValueAsBytes(value));
            telemetry
                    .getPropagators()
                    .getTextMapPropagator()
                    .inject(
                            Context.current(),
                            record.headers(),
                            (headers, name, text) -> headers.add(name, text.getBytes(StandardCharsets.UTF_8)));
            return record;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event of ours cannot be written as JSON", e);
        }
    }
}
