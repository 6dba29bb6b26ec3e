package dmp.activation.state;

import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** Many commands to Redis in one round trip, executed in their order; answers in the same order, null for nil. */
@ApplicationScoped
public class Pipeline {

    /** Below the client's own queue (quarkus.redis.max-waiting-handlers), and small enough not to hold up look-ups. */
    private static final int MOST = 1_000;

    private final Redis redis;

    Pipeline(Redis redis) {
        this.redis = redis;
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
            return redis.batch(commands);
        }
        List<Response> answers = new ArrayList<>(commands.size());
        Uni<Void> sent = Uni.createFrom().voidItem();
        for (int from = 0; from < commands.size(); from += MOST) {
            List<Request> part = commands.subList(from, Math.min(from + MOST, commands.size()));
            sent = sent.chain(() -> redis.batch(part)).invoke(answers::addAll).replaceWithVoid();
        }
        return sent.replaceWith(answers);
    }

    public Uni<Response> send(Request command) {
        return redis.send(command);
    }
}
