package dmp.segment.reach;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/** The exact size of each segment, and how many entered and left it hour by hour, the latter for information. */
@ApplicationScoped
public class Sizes {

    /** Numbers in one bitmap of at most 64 KiB. */
    private static final long CHUNK = 1L << 19;

    private static final int HOURS = 24;

    private final Pipeline redis;
    private final KnownIdentifiers known;

    Sizes(Pipeline redis, KnownIdentifiers known) {
        this.redis = redis;
        this.known = known;
    }

    /**
     * @param size how many identifiers are members now
     * @param entered24h how many entered within the last 24 hours, counted by whole hours
     * @param left24h how many left
     */
    public record Figures(long size, long entered24h, long left24h) {}

    /** The command that says whether the identifier with this number is a member; may be repeated. */
    public static Request mark(String tenant, String segment, long number, boolean member) {
        return Request.cmd(Command.SETBIT)
                .arg(Keys.members(tenant, segment, number / CHUNK))
                .arg(number % CHUNK)
                .arg(member ? "1" : "0");
    }

    /** The commands that count who entered ({@code "in"}) or left ({@code "out"}). */
    public static List<Request> count(String tenant, String segment, Instant now, String direction, int identifiers) {
        String key = Keys.flow(tenant, segment, hour(now));
        return List.of(
                Request.cmd(Command.HINCRBY).arg(key).arg(direction).arg(identifiers),
                Request.cmd(Command.EXPIRE)
                        .arg(key)
                        .arg(Duration.ofHours(HOURS + 1).toSeconds()));
    }

    public Uni<Figures> of(String tenant, String segment, Instant now) {
        return known.count(tenant).chain(count -> {
            long chunks = chunks(count);
            List<Request> commands = counting(tenant, segment, chunks);
            for (int ago = 0; ago < HOURS; ago++) {
                commands.add(Request.cmd(Command.HMGET)
                        .arg(Keys.flow(tenant, segment, hour(now) - ago))
                        .arg("in")
                        .arg("out"));
            }
            return redis.send(commands).map(answers -> {
                List<Response> flows = answers.subList((int) chunks, answers.size());
                return new Figures(sum(answers.subList(0, (int) chunks)), sum(flows, 0), sum(flows, 1));
            });
        });
    }

    /** How many identifiers are members of each segment in turn. */
    public Uni<List<Long>> of(String tenant, List<String> segments) {
        return known.count(tenant).chain(count -> {
            int chunks = (int) chunks(count);
            List<Request> commands = new ArrayList<>();
            segments.forEach(segment -> commands.addAll(counting(tenant, segment, chunks)));
            return redis.send(commands).map(answers -> IntStream.range(0, segments.size())
                    .mapToObj(i -> sum(answers.subList(i * chunks, (i + 1) * chunks)))
                    .toList());
        });
    }

    private static List<Request> counting(String tenant, String segment, long chunks) {
        List<Request> commands = new ArrayList<>();
        for (long chunk = 0; chunk < chunks; chunk++) {
            commands.add(Request.cmd(Command.BITCOUNT).arg(Keys.members(tenant, segment, chunk)));
        }
        return commands;
    }

    private static long sum(List<Response> counts) {
        return counts.stream().mapToLong(Response::toLong).sum();
    }

    /** Who is a member, a bit a number, of each segment in turn, all of one length. */
    public Uni<List<long[]>> members(String tenant, List<String> segments) {
        return known.count(tenant).chain(count -> {
            long chunks = chunks(count);
            List<Request> commands = new ArrayList<>();
            for (String segment : segments) {
                for (long chunk = 0; chunk < chunks; chunk++) {
                    commands.add(Request.cmd(Command.GET).arg(Keys.members(tenant, segment, chunk)));
                }
            }
            return redis.send(commands).map(answers -> {
                List<long[]> members = new ArrayList<>();
                for (int i = 0; i < segments.size(); i++) {
                    members.add(bits(answers.subList((int) (i * chunks), (int) ((i + 1) * chunks))));
                }
                return members;
            });
        });
    }

    /** The bits of a byte are in the other order in Redis: numbers that are not those of {@link #mark}, but the same for all. */
    private static long[] bits(List<Response> chunks) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (chunks.size() * CHUNK / Byte.SIZE));
        for (int i = 0; i < chunks.size(); i++) {
            if (chunks.get(i) != null) {
                bytes.put((int) (i * CHUNK / Byte.SIZE), chunks.get(i).toBytes());
            }
        }
        long[] words = new long[bytes.capacity() / Long.BYTES];
        bytes.asLongBuffer().get(words);
        return words;
    }

    private static long chunks(long count) {
        return (count + CHUNK - 1) / CHUNK;
    }

    private static long sum(List<Response> flows, int field) {
        return flows.stream()
                .map(flow -> flow.get(field))
                .mapToLong(count -> count == null ? 0 : count.toLong())
                .sum();
    }

    private static long hour(Instant instant) {
        return instant.getEpochSecond() / 3_600;
    }
}
