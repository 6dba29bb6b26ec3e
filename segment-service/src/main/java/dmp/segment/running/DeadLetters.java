package dmp.segment.running;

import java.nio.charset.StandardCharsets;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Where records go that cannot be read: {@code <topic>.dlq}, with the reason in the header {@code dmp-reason}. */
@ApplicationScoped
public class DeadLetters {

    private final MutinyEmitter<byte[]> emitter;
    private final MeterRegistry meters;

    DeadLetters(@Channel("dead-letters") MutinyEmitter<byte[]> emitter, MeterRegistry meters) {
        this.emitter = emitter;
        this.meters = meters;
    }

    /** Ends when Kafka has the record. */
    public Uni<Void> keep(ConsumerRecord<String, byte[]> record, Exception reason) {
        meters.counter("dmp_segment_dead_letters", "topic", record.topic()).increment();
        Log.errorf(
                "Unreadable record put aside: topic=%s partition=%d offset=%d reason=%s",
                record.topic(),
                record.partition(),
                record.offset(),
                reason.getClass().getSimpleName());
        RecordHeaders headers = new RecordHeaders();
        headers.add("dmp-reason", reason.getClass().getSimpleName().getBytes(StandardCharsets.UTF_8));
        headers.add("dmp-position", (record.partition() + ":" + record.offset()).getBytes(StandardCharsets.UTF_8));
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        return Patience.with(
                "keeping a dead letter",
                () -> emitter.sendMessage(Message.of(payload)
                        .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                                .withTopic(record.topic() + ".dlq")
                                .withKey(record.key())
                                .withHeaders(headers)
                                .build())));
    }
}
