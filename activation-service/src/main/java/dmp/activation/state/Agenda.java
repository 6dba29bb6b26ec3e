package dmp.activation.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Which identifiers are to be looked at again at a destination, and from when: because something changed, because an
 * acknowledgement is overdue, a refused record may be tried again, or what the network holds is about to expire.
 *
 * <p>What is claimed stays on the agenda, put off until the claim ends: a crash forgets nothing. A mark that comes while the
 * identifier is claimed moves it forward again, so that the end of the claim does not remove it. The claim's end is the
 * fence: a claimer that was too slow ends nothing that another has claimed since.
 */
@ApplicationScoped
public class Agenda {

    private static final Script CLAIM = Script.beside(Agenda.class, "claim.lua");
    private static final Script FINISH = Script.beside(Agenda.class, "finish.lua");
    private static final Script RELEASE = Script.beside(Agenda.class, "release.lua");

    private final Pipeline pipeline;

    Agenda(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * @param until end of the claim, what {@link #finish} must name
     * @param mayBeMore no fewer were due than were asked for
     */
    public record Claim(List<String> identifiers, long until, boolean mayBeMore) {}

    /** Marks an identifier as due; an earlier mark stands. */
    public static Request mark(String tenant, String destination, String identifier, Instant now) {
        return Pipeline.command(
                Command.ZADD,
                Keys.agenda(tenant, destination, Keys.shard(identifier)),
                "LT",
                now.toEpochMilli(),
                identifier);
    }

    public Uni<Claim> claim(String tenant, String destination, Instant now, Duration howLong, int most) {
        long until = now.plus(howLong).toEpochMilli();
        List<String> agendas = Keys.agendas(tenant, destination);
        int share = Math.max(1, most / agendas.size());
        List<Request> commands = agendas.stream()
                .map(key -> CLAIM.on(key, List.of(now.toEpochMilli(), until, share)))
                .toList();
        return pipeline.send(commands).map(answers -> {
            List<String> identifiers = new ArrayList<>();
            for (Response answer : answers) {
                answer.forEach(identifier -> identifiers.add(identifier.toString()));
            }
            return new Claim(identifiers, until, identifiers.size() >= share);
        });
    }

    /** @param identifierToNext when to look again; null for not of itself */
    public Uni<Void> finish(String tenant, String destination, long until, Map<String, Instant> identifierToNext) {
        Map<Integer, List<Object>> shardToArguments = new LinkedHashMap<>();
        identifierToNext.forEach((identifier, next) -> {
            List<Object> arguments =
                    shardToArguments.computeIfAbsent(Keys.shard(identifier), shard -> new ArrayList<>(List.of(until)));
            arguments.add(identifier);
            arguments.add(next == null ? "" : next.toEpochMilli());
        });
        List<Request> commands = new ArrayList<>();
        shardToArguments.forEach(
                (shard, arguments) -> commands.add(FINISH.on(Keys.agenda(tenant, destination, shard), arguments)));
        return pipeline.send(commands).replaceWithVoid();
    }

    /** Ends all claims of an owner that is gone. */
    public Uni<Void> release(String tenant, String destination, Instant now, Duration longestClaim) {
        List<Request> commands = Keys.agendas(tenant, destination).stream()
                .map(key -> RELEASE.on(
                        key, List.of(now.toEpochMilli(), now.plus(longestClaim).toEpochMilli())))
                .toList();
        return pipeline.send(commands).replaceWithVoid();
    }

    /** How many identifiers are due now and nobody has claimed. */
    public Uni<Long> backlog(String tenant, String destination, Instant now) {
        List<Request> commands = Keys.agendas(tenant, destination).stream()
                .map(key -> Pipeline.command(Command.ZCOUNT, key, "-inf", now.toEpochMilli()))
                .toList();
        return pipeline.send(commands)
                .map(answers -> answers.stream().mapToLong(Response::toLong).sum());
    }
}
