package dmp.activation.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Response;

/** Walks sets that are too large to be read at once. */
@ApplicationScoped
public class Sets {

    /** Members asked for in one step: some hundred microseconds of Redis, so that look-ups do not wait noticeably. */
    private static final int STEP = 500;

    private final Pipeline pipeline;

    Sets(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Gives every member to {@code visitor}, in parts, one after the other. A member that comes or goes meanwhile may be
     * given or not; one may be given twice.
     */
    public Uni<Void> forEachPart(List<String> keys, Function<List<String>, Uni<Void>> visitor) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (String key : keys) {
            done = done.chain(() -> step(key, "0", visitor));
        }
        return done;
    }

    public Uni<Long> size(List<String> keys) {
        return pipeline.send(keys.stream()
                        .map(key -> Pipeline.command(Command.SCARD, key))
                        .toList())
                .map(answers -> answers.stream().mapToLong(Response::toLong).sum());
    }

    private Uni<Void> step(String key, String cursor, Function<List<String>, Uni<Void>> visitor) {
        return pipeline.send(Pipeline.command(Command.SSCAN, key, cursor, "COUNT", STEP))
                .chain(answer -> {
                    List<String> members = new ArrayList<>();
                    answer.get(1).forEach(member -> members.add(member.toString()));
                    String next = answer.get(0).toString();
                    Uni<Void> visited = members.isEmpty() ? Uni.createFrom().voidItem() : visitor.apply(members);
                    return next.equals("0") ? visited : visited.chain(() -> step(key, next, visitor));
                });
    }
}
