package dmp.profile.stream;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import io.smallrye.reactive.messaging.kafka.KafkaProducer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Sends a whole list at once through the producer of one channel: no waiting between messages, one answer for all. */
@ApplicationScoped
class KafkaPublisher implements Publisher {

    /** The channel whose producer serves every topic, so that what goes to one broker shares requests. */
    private static final String CHANNEL = "out";

    private final KafkaClientService clients;
    private final ObjectMapper json;

    KafkaPublisher(KafkaClientService clients, ObjectMapper json) {
        this.clients = clients;
        this.json = json;
    }

    @Override
    public Uni<Void> publish(List<Outgoing> messages) {
        return send(messages.stream().map(this::record).toList());
    }

    /** Keeps records as they came in, under their topic's dead-letter topic. */
    Uni<Void> setAside(List<ConsumerRecord<String, byte[]>> records) {
        return send(records.stream()
                .map(record -> new ProducerRecord<>(
                        record.topic() + ".dlq", null, record.key(), record.value(), record.headers()))
                .toList());
    }

    private Uni<Void> send(List<ProducerRecord<String, byte[]>> records) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        KafkaProducer<String, byte[]> producer = clients.getProducer(CHANNEL);
        return Uni.createFrom().emitter(emitter -> producer.runOnSendingThread(
                        (Producer<String, byte[]> kafka) -> send(kafka, records, emitter))
                .subscribe()
                .with(ignored -> {}, emitter::fail));
    }

    private static void send(
            Producer<String, byte[]> kafka,
            List<ProducerRecord<String, byte[]>> records,
            UniEmitter<? super Void> emitter) {
        AtomicInteger waitedFor = new AtomicInteger(records.size());
        AtomicReference<Exception> failure = new AtomicReference<>();
        for (ProducerRecord<String, byte[]> record : records) {
            kafka.send(record, (metadata, exception) -> {
                if (exception != null) {
                    failure.compareAndSet(null, exception);
                }
                if (waitedFor.decrementAndGet() == 0) {
                    if (failure.get() == null) {
                        emitter.complete(null);
                    } else {
                        emitter.fail(failure.get());
                    }
                }
            });
        }
    }

    private ProducerRecord<String, byte[]> record(Outgoing outgoing) {
        try {
            return new ProducerRecord<>(outgoing.topic(), outgoing.key(), json.writeValueAsBytes(outgoing.message()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "Not writable as JSON: " + outgoing.message().getClass(), e);
        }
    }
}
