package dmp.activation.state;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
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
    private final boolean clustered;

    /** To all nodes of a cluster: which of them has a key is found for each command. */
    private final AtomicReference<RedisConnection> nodes = new AtomicReference<>();

    Pipeline(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.redis = redis;
        this.clustered = clientType.equals("cluster");
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
        return clustered ? connected().chain(connection -> each(commands, connection)) : redis.batch(commands);
    }

    private Uni<List<Response>> each(List<Request> commands, RedisConnection connection) {
        return Uni.join()
                .all(commands.stream().map(connection::send).toList())
                .andCollectFailures()
                .onFailure()
                .invoke(() -> drop(connection));
    }

    private Uni<RedisConnection> connected() {
        RedisConnection known = nodes.get();
        return known != null ? Uni.createFrom().item(known) : redis.connect().invoke(nodes::set);
    }

    /** Whatever went wrong, the next attempt looks anew which node is where. */
    private void drop(RedisConnection connection) {
        if (nodes.compareAndSet(connection, null)) {
            connection.closeAndForget();
        }
    }

    public Uni<Response> send(Request command) {
        return redis.send(command);
    }
}
