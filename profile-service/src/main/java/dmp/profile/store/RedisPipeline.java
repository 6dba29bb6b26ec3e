package dmp.profile.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Sends many commands without waiting between them, to one Redis or to a cluster. Those on one key are done in their order. Fails when any
 * command fails; others may have been done.
 */
@ApplicationScoped
class RedisPipeline {

    /** Commands sent at once. Keeps a pipeline well below the client's limit of waiting answers. */
    private static final int AT_ONCE = 1_000;

    private final Redis redis;
    private final boolean clustered;

    /** To all nodes of a cluster: which of them has a key is found for each command. */
    private final AtomicReference<RedisConnection> nodes = new AtomicReference<>();

    RedisPipeline(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.redis = redis;
        this.clustered = clientType.equals("cluster");
    }

    boolean isClustered() {
        return clustered;
    }

    /** The answers, in the order of the commands. */
    Uni<List<Response>> send(List<Request> commands) {
        if (commands.size() <= AT_ONCE) {
            return together(commands);
        }
        return Multi.createFrom()
                .iterable(commands)
                .group()
                .intoLists()
                .of(AT_ONCE)
                .onItem()
                .transformToUniAndConcatenate(this::together)
                .collect()
                .in(ArrayList::new, List::addAll);
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
}
