package dmp.segment.benchmark.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.stream.DoubleStream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

/** When what came of an event reached a topic on its way, by the records that the topic still holds. */
final class Milestones {

    private static final String RECEIVED_AT = "receivedAt";

    private Milestones() {}

    /** From an event's receipt until a record that came of it was handed to Kafka; of the records from one moment until another. */
    static LiveStream.Latencies of(String kafka, String topic, Instant from, Instant until) {
        DoubleStream.Builder millis = DoubleStream.builder();
        Road.read(kafka, topic, from, record -> {
            Instant receivedAt = receivedAt(record.value());
            if (receivedAt != null && record.timestamp() < until.toEpochMilli()) {
                millis.add(record.timestamp() - receivedAt.toEpochMilli());
            }
        });
        return new LiveStream.Latencies(millis.build().sorted().toArray());
    }

    /** Of any message on the road, which is not read beyond it; null when no event led to it. */
    static Instant receivedAt(byte[] message) {
        try (JsonParser parser = Road.JSON.createParser(message)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isIt = parser.currentName().equals(RECEIVED_AT);
                JsonToken value = parser.nextToken();
                if (isIt) {
                    return value == JsonToken.VALUE_NULL ? null : Instant.parse(parser.getText());
                }
                parser.skipChildren();
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
