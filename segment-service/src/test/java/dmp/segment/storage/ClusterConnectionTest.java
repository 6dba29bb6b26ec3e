package dmp.segment.storage;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class ClusterConnectionTest {

    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final ClusterConnection cluster = new ClusterConnection(Redis.newInstance(redis()));

    @Test
    void whoCancelsWhatHasEndedDoesNotCloseTheConnectionThatOthersUse() {
        for (int i = 0; i < 3; i++) {
            UniAssertSubscriber<?> sent = send();
            sent.assertCompleted();
            sent.cancel();
        }

        send().assertCompleted();
        assertEquals(1, made.get());
        assertEquals(0, closed.get());
    }

    private UniAssertSubscriber<?> send() {
        return cluster.send(List.of(Request.cmd(Command.PING)))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private io.vertx.redis.client.Redis redis() {
        return stub(io.vertx.redis.client.Redis.class, _ -> {
            made.incrementAndGet();
            return connection();
        });
    }

    private io.vertx.redis.client.RedisConnection connection() {
        return stub(io.vertx.redis.client.RedisConnection.class, method -> {
            if (method.equals("close")) {
                closed.incrementAndGet();
            }
            return null;
        });
    }

    /** Tells the last parameter of each method, if that is somebody who waits for it, what is answered. */
    @SuppressWarnings("unchecked")
    private static <T> T stub(Class<T> type, Function<String, Object> methodToAnswer) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (_, method, parameters) -> {
                    Object answer = methodToAnswer.apply(method.getName());
                    if (parameters[parameters.length - 1] instanceof Handler<?> waiting
                            && !method.getName().equals("endHandler")) {
                        ((Handler<AsyncResult<Object>>) waiting).handle(Future.succeededFuture(answer));
                    }
                    return null;
                }));
    }
}
