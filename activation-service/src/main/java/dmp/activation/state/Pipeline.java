package dmp.activation.state;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Many commands to Redis, or to a cluster, in one round trip; those on one key executed in their order; answers in the order of the
 * commands, null for nil.
 */
@ApplicationScoped
public class Pipeline {

    /** Below the client's own queue (quarkus.redis.max-waiting-handlers), and small enough not to hold up look-ups. */
    private static final int MOST = 1_000;

    private final Redis redis;

    /** Null where there is one Redis. */
    private final ClusterConnection cluster;

    Pipeline(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.redis = redis;
        this.cluster = clientType.equals("cluster") ? new ClusterConnection(redis) : null;
    }

    public static Request command(Command command, Object... arguments) {
        Request request = Request.cmd(command);
        for (Object argument : arguments) {
            request.arg(String.valueOf(argument));
        }
        return request;
    }

    /** Fails when any command fails; those before it may have been executed. */
    public Uni<List<Response>> send(List<Request> commands) {
        if (commands.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (commands.size() <= MOST) {
            return together(commands);
        }
        List<Response> answers = new ArrayList<>(commands.size());
        Uni<Void> sent = Uni.createFrom().voidItem();
        for (int from = 0; from < commands.size(); from += MOST) {
            List<Request> part = commands.subList(from, Math.min(from + MOST, commands.size()));
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
