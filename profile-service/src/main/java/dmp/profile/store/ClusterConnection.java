package dmp.profile.store;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.RedisConnection;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * One connection to all nodes of a Redis Cluster, shared by all who send: which node has a key is found for each command. After a
 * failure the next who send connect anew, since another node may be where the failed one was; only one does, because several
 * that each take a part of the client's pools wait for one another for ever. A connection is closed when the last of its answers
 * is there: the client forgets those that are under way on one that it closes.
 */
final class ClusterConnection {

    private final Redis redis;
    private final AtomicReference<Shared> current = new AtomicReference<>();

    ClusterConnection(Redis redis) {
        this.redis = redis;
    }

    /** The answers, in the order of the commands. Fails when any command fails; others may have been done. */
    Uni<List<Response>> send(List<Request> commands) {
        return Uni.createFrom().deferred(() -> {
            Shared shared = entered();
            AtomicBoolean left = new AtomicBoolean();
            return shared.connection
                    .chain(connection -> Uni.join()
                            .all(commands.stream().map(connection::send).toList())
                            .andCollectFailures())
                    .onFailure()
                    .invoke(() -> drop(shared))
                    .onTermination()
                    // Whoever cancels what has ended already, as a join does whose other part fails, ends it once more.
                    .invoke(() -> {
                        if (left.compareAndSet(false, true)) {
                            shared.leave();
                        }
                    });
        });
    }

    private Shared entered() {
        while (true) {
            Shared known = current.get();
            if (known == null) {
                current.compareAndSet(null, new Shared());
            } else if (known.enter()) {
                return known;
            } else {
                // Closed: whoever waited for another to let go of it here would wait without end.
                current.compareAndSet(known, null);
            }
        }
    }

    private void drop(Shared shared) {
        if (current.compareAndSet(shared, null)) {
            shared.leave();
        }
    }

    /** A connection, from the first use on, and how many use it; who keeps it for the next is one of them. */
    private final class Shared {

        /** A node that ends while nothing is sent is noticed before the next command. */
        private final Uni<RedisConnection> connection = redis.connect()
                .invoke(made -> made.endHandler(() -> drop(this)))
                .memoize()
                .indefinitely();

        private final AtomicInteger users = new AtomicInteger(1);

        /** False when the last has left. */
        private boolean enter() {
            return users.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
        }

        private void leave() {
            if (users.decrementAndGet() == 0) {
                // One that could not be made has told so to all who used it, and needs no closing.
                connection.onFailure().recoverWithNull().subscribe().with(made -> {
                    if (made != null) {
                        made.closeAndForget();
                    }
                });
            }
        }
    }
}
