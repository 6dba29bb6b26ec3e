package dmp.segment.storage;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** Sends many commands in one round trip, in order. */
@ApplicationScoped
public class Pipeline {

    /** Below {@code quarkus.redis.max-waiting-handlers}, the most commands that one connection lets wait for answers. */
    private static final int AT_ONCE = 10_000;

    private final Redis redis;

    Pipeline(Redis redis) {
        this.redis = redis;
    }

    /** The answers, in the order of the commands. Fails as a whole when one command fails; others may have been done. */
    public Uni<List<Response>> send(List<Request> commands) {
        if (commands.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (commands.size() <= AT_ONCE) {
            return redis.batch(commands);
        }
        List<Response> answers = new ArrayList<>(commands.size());
        Uni<Void> sent = Uni.createFrom().voidItem();
        for (int from = 0; from < commands.size(); from += AT_ONCE) {
            List<Request> part = commands.subList(from, Math.min(commands.size(), from + AT_ONCE));
            sent = sent.chain(() -> redis.batch(part)).invoke(answers::addAll).replaceWithVoid();
        }
        return sent.replaceWith(answers);
    }

    public Uni<Response> send(Request command) {
        return redis.send(command);
    }
}
