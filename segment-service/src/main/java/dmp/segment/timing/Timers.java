package dmp.segment.timing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/**
 * The next instant of each identifier: one at a time, a newer one takes the place of the older. Only the writer of an
 * identifier sets and removes its instant; looking for due ones merely puts them off, so a tick that is lost on the way is
 * sent again.
 */
@ApplicationScoped
public class Timers {

    private static final String CLAIM = script("claim-due.lua");

    private final Pipeline redis;
    private final TimingConfig config;

    Timers(Pipeline redis, TimingConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** The command that sets the next instant, in seconds since 1970. */
    public static Request set(String identifierKey, long second) {
        return Request.cmd(Command.ZADD)
                .arg(Keys.timers(Keys.timerShard(identifierKey)))
                .arg(second)
                .arg(identifierKey);
    }

    /** The command that removes the next instant. */
    public static Request remove(String identifierKey) {
        return Request.cmd(Command.ZREM)
                .arg(Keys.timers(Keys.timerShard(identifierKey)))
                .arg(identifierKey);
    }

    /** Takes identifiers that are due and puts each off by the lease, so that nobody else takes it meanwhile. */
    Uni<List<String>> claimDue(long now) {
        List<Request> commands = new ArrayList<>();
        for (int shard = 0; shard < Keys.TIMER_SHARDS; shard++) {
            commands.add(Request.cmd(Command.EVAL)
                    .arg(CLAIM)
                    .arg(1)
                    .arg(Keys.timers(shard))
                    .arg(now)
                    .arg(now + config.lease().toSeconds())
                    .arg(config.batch()));
        }
        return redis.send(commands).map(answers -> {
            List<String> due = new ArrayList<>();
            for (Response shard : answers) {
                shard.forEach(identifierKey -> due.add(identifierKey.toString()));
            }
            return due;
        });
    }

    private static String script(String name) {
        try (InputStream script = Timers.class.getResourceAsStream(name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
