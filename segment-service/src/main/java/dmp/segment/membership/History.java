package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.segment.membership.Change.Cause;
import dmp.segment.membership.Change.Step;
import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/** How the memberships of an identifier have changed lately. */
@ApplicationScoped
public class History {

    private final Pipeline redis;
    private final MembershipConfig config;

    History(Pipeline redis, MembershipConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /**
     * An identifier has entered or left a segment.
     *
     * @param change {@code entered} or {@code left}
     * @param ruleVersion the version of the segment's rule that was asked; of an archived segment the last one that was, or 0 when that is
     *     not known any more
     */
    public record Passage(Instant at, String segment, String change, long ruleVersion, Cause cause) {}

    /**
     * @param passages the latest first
     * @param complete false when there may have been earlier ones, which are not kept
     */
    public record Lately(List<Passage> passages, boolean complete) {}

    public Uni<Lately> of(String tenant, String identifier) {
        String key = Keys.history(Keys.identifier(tenant, identifier));
        return redis.send(Request.cmd(Command.ZREVRANGE).arg(key).arg(0).arg(-1))
                .map(lines -> {
                    List<Passage> passages = new ArrayList<>();
                    for (Response line : lines) {
                        Change change = Change.of(line.toString());
                        change.steps().forEach(step -> passages.add(passage(change, step)));
                    }
                    return new Lately(passages, lines.size() < config.historyKept());
                });
    }

    private static Passage passage(Change change, Step step) {
        return new Passage(
                change.at(), step.segment(), step.entered() ? "entered" : "left", step.ruleVersion(), change.cause());
    }

    /**
     * The commands that note a change.
     *
     * @param version of the memberships with the change
     * @param kept how many changes are kept
     * @param repeated it may have been noted before, perhaps with another cause
     */
    static List<Request> note(String identifierKey, long version, Change change, int kept, boolean repeated) {
        String key = Keys.history(identifierKey);
        List<Request> commands = new ArrayList<>();
        if (repeated) {
            commands.add(
                    Request.cmd(Command.ZREMRANGEBYSCORE).arg(key).arg(version).arg(version));
        }
        commands.add(Request.cmd(Command.ZADD).arg(key).arg(version).arg(change.line()));
        commands.add(Request.cmd(Command.ZREMRANGEBYRANK).arg(key).arg(0).arg(-1 - kept));
        return commands;
    }

    static Request forget(String identifierKey) {
        return Request.cmd(Command.DEL).arg(Keys.history(identifierKey));
    }
}
