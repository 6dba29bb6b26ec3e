package dmp.activation.audience;

import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;

/**
 * What is known about identifiers, a Redis hash each: field {@code c:<contributor>} a contribution, {@code record} the last
 * membership record handled to its end, {@code out} the moment of an opt-out. Each field has one writer.
 */
@ApplicationScoped
public class Audiences {

    private static final String CONTRIBUTION = "c:";
    private static final String RECORD = "record";
    private static final String OPTED_OUT = "out";

    private final Pipeline pipeline;
    private final ObjectMapper json;

    Audiences(Pipeline pipeline, ObjectMapper json) {
        this.pipeline = pipeline;
        this.json = json;
    }

    /** In the order asked for; one that nothing is known about is empty. */
    public Uni<List<Audience>> read(String tenant, List<String> identifiers) {
        return pipeline.send(reads(tenant, identifiers)).map(answers -> read(identifiers, answers));
    }

    public List<Request> reads(String tenant, List<String> identifiers) {
        return identifiers.stream()
                .map(identifier -> Pipeline.command(Command.HGETALL, Keys.audience(tenant, identifier)))
                .toList();
    }

    /** @param answers of {@link #reads}, at the front */
    public List<Audience> read(List<String> identifiers, List<Response> answers) {
        List<Audience> audiences = new ArrayList<>(identifiers.size());
        for (int i = 0; i < identifiers.size(); i++) {
            audiences.add(audience(identifiers.get(i), answers.get(i)));
        }
        return audiences;
    }

    /** What may be said of an identifier at bid time: one command to Redis. */
    public Uni<Lookup> lookUp(String tenant, String identifier) {
        return pipeline.send(Pipeline.command(Command.HGETALL, Keys.audience(tenant, identifier)))
                .map(hash -> {
                    Audience audience = audience(identifier, hash);
                    return new Lookup(
                            audience.sayable().stream().sorted().toList(),
                            Math.max(0, audience.record().version()));
                });
    }

    /** @param segments only what consent allows */
    public record Lookup(List<String> segments, long version) {}

    Uni<List<Memberships>> records(String tenant, List<String> identifiers) {
        return pipeline.send(identifiers.stream()
                        .map(identifier -> Pipeline.command(Command.HGET, Keys.audience(tenant, identifier), RECORD))
                        .toList())
                .map(answers -> answers.stream()
                        .map(answer ->
                                answer == null ? Memberships.NONE : readValue(answer.toString(), Memberships.class))
                        .toList());
    }

    Request contribute(String tenant, String identifier, String contributor, Contribution contribution) {
        return Pipeline.command(
                Command.HSET, Keys.audience(tenant, identifier), CONTRIBUTION + contributor, writeValue(contribution));
    }

    Request withdraw(String tenant, String identifier, String contributor) {
        return Pipeline.command(Command.HDEL, Keys.audience(tenant, identifier), CONTRIBUTION + contributor);
    }

    Request record(String tenant, String identifier, Memberships record) {
        return Pipeline.command(Command.HSET, Keys.audience(tenant, identifier), RECORD, writeValue(record));
    }

    Request optOut(String tenant, String identifier, Instant at) {
        return Pipeline.command(Command.HSETNX, Keys.audience(tenant, identifier), OPTED_OUT, at.toEpochMilli());
    }

    private Audience audience(String identifier, Response hash) {
        Map<String, Contribution> contributions = new HashMap<>();
        Instant optedOutAt = null;
        Memberships record = Memberships.NONE;
        for (String field : hash.getKeys()) {
            String value = hash.get(field).toString();
            if (field.startsWith(CONTRIBUTION)) {
                contributions.put(field.substring(CONTRIBUTION.length()), readValue(value, Contribution.class));
            } else if (field.equals(OPTED_OUT)) {
                optedOutAt = Instant.ofEpochMilli(Long.parseLong(value));
            } else if (field.equals(RECORD)) {
                record = readValue(value, Memberships.class);
            }
        }
        return new Audience(identifier, contributions, optedOutAt, record);
    }

    private <T> T readValue(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String writeValue(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
