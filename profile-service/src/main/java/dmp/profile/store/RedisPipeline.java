package dmp.profile.store;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
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

    /** Redis serves nobody else meanwhile: a few hundred values of some kilobytes take it a fraction of a millisecond. */
    private static final int VALUES_AT_ONCE = 250;

    private final Redis redis;

    /** Null where there is one Redis. */
    private final ClusterConnection cluster;

    RedisPipeline(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType) {
        this.redis = redis;
        this.cluster = clientType.equals("cluster") ? new ClusterConnection(redis) : null;
    }

    boolean isClustered() {
        return cluster != null;
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

    /**
     * The values of keys, in their order, null where there is none. One Redis is asked for many at once: an answer of its own for each
     * costs the client more than the value does.
     */
    Uni<List<Response>> values(List<String> keys) {
        if (cluster != null) {
            return send(
                    keys.stream().map(key -> Request.cmd(Command.GET).arg(key)).toList());
        }
        List<Request> commands = new ArrayList<>();
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
}
