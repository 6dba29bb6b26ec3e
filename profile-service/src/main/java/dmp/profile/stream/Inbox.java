package dmp.profile.stream;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/** Turns Kafka's records into messages. A record that cannot be read goes to {@code <topic>.dlq} and is counted. */
@ApplicationScoped
public class Inbox {

    private static final Logger LOG = Logger.getLogger(Inbox.class);

    /** Leaves 2⁴⁸ offsets to each epoch: at a million records a second, nine years. */
    private static final int OFFSET_BITS = 48;

    private final ObjectMapper json;
    private final KafkaPublisher publisher;
    private final MeterRegistry meters;
    private final long epoch;

    Inbox(ObjectMapper json, KafkaPublisher publisher, MeterRegistry meters, StreamConfig config) {
        this.json = json;
        this.publisher = publisher;
        this.meters = meters;
        this.epoch = config.epoch();
    }

    /** The messages in the records' order. Completes when those that cannot be read are safe where they are set aside. */
    public <T> Uni<List<Incoming<T>>> read(Iterable<ConsumerRecord<String, byte[]>> records, Reader<T> reader) {
        List<Incoming<T>> messages = new ArrayList<>();
        List<ConsumerRecord<String, byte[]>> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                messages.add(new Incoming<>(
                        reader.read(json, record.topic(), record.value()), (epoch << OFFSET_BITS) + record.offset()));
            } catch (IOException | RuntimeException e) {
                unreadable.add(record);
                report(record, e);
            }
        }
        return unreadable.isEmpty()
                ? Uni.createFrom().item(messages)
                : publisher.setAside(unreadable).replaceWith(messages);
    }

    /** What a message says, from its bytes. Throws whatever it likes on those it does not understand. */
    public interface Reader<T> {
        T read(ObjectMapper json, String topic, byte[] value) throws IOException;
    }

    private void report(ConsumerRecord<String, byte[]> record, Exception failure) {
        meters.counter("dmp_profile_messages_unreadable", "topic", record.topic())
                .increment();
        LOG.warnf(
                "Unreadable message set aside topic=%s partition=%d offset=%d failure=%s",
                record.topic(),
                record.partition(),
                record.offset(),
                failure.getClass().getSimpleName());
    }
}
