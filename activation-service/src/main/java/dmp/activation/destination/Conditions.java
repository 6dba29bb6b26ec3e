package dmp.activation.destination;

import java.io.UncheckedIOException;
import java.time.Instant;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;

import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;

/** The condition of each destination, in Redis, where every instance can see what the one that delivers has met. */
@ApplicationScoped
public class Conditions {

    private final Pipeline pipeline;
    private final ObjectMapper json;

    Conditions(Pipeline pipeline, ObjectMapper json) {
        this.pipeline = pipeline;
        this.json = json;
    }

    /** Healthy since {@code otherwise} for one that has never been delivered to. */
    public Uni<Condition> get(String tenant, String destination, Instant otherwise) {
        return pipeline.send(Pipeline.command(Command.GET, Keys.condition(tenant, destination)))
                .map(answer -> answer == null ? Condition.healthySince(otherwise) : read(answer.toString()));
    }

    public Uni<Void> put(String tenant, String destination, Condition condition) {
        return pipeline.send(Pipeline.command(Command.SET, Keys.condition(tenant, destination), write(condition)))
                .replaceWithVoid();
    }

    private Condition read(String text) {
        try {
            return json.readValue(text, Condition.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Condition condition) {
        try {
            return json.writeValueAsString(condition);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
