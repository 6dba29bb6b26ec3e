package dmp.segment.storage;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends many commands in one round trip, to one Redis or to a cluster; those on one key are done in their order. */
@ApplicationScoped
public class Pipeline {

    /** Below {@code quarkus.redis.max-waiting-handlers}, the most commands that one connection lets wait for answers. */
    private static final int AT_ONCE = 10_000;

    /** Redis serves nobody else meanwhile: a few hundred values of some kilobytes take it a fraction of a millisecond. */
    private static final int VALUES_AT_ONCE = 256;

    private final Redis redis;

    /** Null where there is one Redis. */
    private final ClusterConnection cluster;

    Pipeline(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.redis = redis;
        this.cluster = clientType.equals("cluster") ? new ClusterConnection(redis) : null;
    }

    /** The answers, in the order of the commands. Fails as a whole when one command fails; others may have been done. */
    public Uni<List<Response>> send(List<Request> commands) {
        if (commands.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (commands.size() <= AT_ONCE) {
            return together(commands);
        }
        List<Response> answers = new ArrayList<>(commands.size());
        Uni<Void> sent = Uni.createFrom().voidItem();
        for (int from = 0; from < commands.size(); from += AT_ONCE) {
            List<Request> part = commands.subList(from, Math.min(commands.size(), from + AT_ONCE));
            sent = sent.chain(() -> together(part)).invoke(answers::addAll).replaceWithVoid();
        }
        return sent.replaceWith(answers);
    }

    /**
     * The values of keys, in their order, null where there is none. One Redis is asked for many at once: an answer of its own for each
     * costs the client more than the value does.
     */
    public Uni<List<Response>> values(List<String> keys) {
        List<Request> commands = new ArrayList<>();
        if (cluster != null) {
            keys.forEach(key -> commands.add(Request.cmd(Command.GET).arg(key)));
            return send(commands);
        }
        for (int from = 0; from < keys.size(); from += VALUES_AT_ONCE) {
            Request many = Request.cmd(Command.MGET);
            keys.subList(from, Math.min(keys.size(), from + VALUES_AT_ONCE)).forEach(many::arg);
            commands.add(many);
        }
        return send(commands).map(answers -> {
            List<Response> values = new ArrayList<>(keys.size());
            for (Response answer : answers) {
                for (int i = 0; i < answer.size(); i++) {
                    values.add(answer.get(i));
                }
            }
            return values;
        });
    }

    /** A batch of the client goes to one node. */
    private Uni<List<Response>> together(List<Request> commands) {
        return cluster != null ? cluster.send(commands) : redis.batch(commands);
    }

    public Uni<Response> send(Request command) {
        return cluster != null ? cluster.send(List.of(command)).map(List::getFirst) : redis.send(command);
    }
}
