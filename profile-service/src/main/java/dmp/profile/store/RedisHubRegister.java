package dmp.profile.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/** A sorted set for each tenant, all scores 0, so that it is in the order of names. */
@ApplicationScoped
class RedisHubRegister implements HubRegister {

    private final RedisPipeline pipeline;

    RedisHubRegister(RedisPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Uni<Void> note(Map<IdentifierKey, Boolean> keyToCrowded) {
        if (keyToCrowded.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Request> commands = new ArrayList<>();
        keyToCrowded.forEach((key, crowded) -> commands.add(
                crowded
                        ? Request.cmd(Command.ZADD)
                                .arg(setKey(key.tenant()))
                                .arg(0)
                                .arg(key.identifier())
                        : Request.cmd(Command.ZREM).arg(setKey(key.tenant())).arg(key.identifier())));
        return pipeline.send(commands).replaceWithVoid();
    }

    @Override
    public Uni<List<String>> list(String tenant, String after, int limit) {
        return pipeline.send(List.of(Request.cmd(Command.ZRANGEBYLEX)
                        .arg(setKey(tenant))
                        .arg(after.isEmpty() ? "-" : "(" + after)
                        .arg("+")
                        .arg("LIMIT")
                        .arg(0)
                        .arg(limit)))
                .map(answers -> names(answers.getFirst()));
    }

    private static List<String> names(Response answer) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < answer.size(); i++) {
            names.add(answer.get(i).toString());
        }
        return names;
    }

    private static String setKey(String tenant) {
        return "h{" + tenant + '}';
    }
}
