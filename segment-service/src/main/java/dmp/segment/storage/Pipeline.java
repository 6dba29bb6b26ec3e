package dmp.segment.storage;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Sends many commands in one round trip, to one Redis or to a cluster; those on one key are done in their order. */
@ApplicationScoped
public class Pipeline {

    /** Below {@code quarkus.redis.max-waiting-handlers}, the most commands that one connection lets wait for answers. */
    private static final int AT_ONCE = 10_000;

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

    /** A batch of the client goes to one node. */
    private Uni<List<Response>> together(List<Request> commands) {
        return cluster != null ? cluster.send(commands) : redis.batch(commands);
    }

    public Uni<Response> send(Request command) {
        return cluster != null ? cluster.send(List.of(command)).map(List::getFirst) : redis.send(command);
    }
}
