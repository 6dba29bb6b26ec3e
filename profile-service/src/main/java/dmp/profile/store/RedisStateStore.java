package dmp.profile.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

/**
 * Values in Redis: four bytes of revision, then the payload. Every command names one key, and commands are pipelined;
 * nothing needs two keys to be on one node.
 */
@ApplicationScoped
class RedisStateStore implements StateStore {

    private static final int REVISION_BYTES = 4;
    private static final byte[] NOTHING = {};
    private static final byte[] FOR_EVER = {'0'};

    private final Redis redis;
    private final RedisPipeline pipeline;
    private final String script = resource("write.lua");
    private volatile String scriptHash;

    RedisStateStore(Redis redis, RedisPipeline pipeline) {
        this.redis = redis;
        this.pipeline = pipeline;
    }

    @Override
    public Uni<List<Stored>> read(List<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return pipeline.values(keys)
                .map(answers -> answers.stream().map(RedisStateStore::stored).toList());
    }

    @Override
    public Uni<Void> write(List<Write> writes) {
        if (writes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return invocation()
                .chain(invocation -> pipeline.send(
                        writes.stream().map(write -> request(invocation, write)).toList()))
                // After a restart Redis no longer knows the script: whatever went wrong, the next attempt loads it
                // again.
                .onFailure()
                .invoke(() -> scriptHash = null)
                .chain(RedisStateStore::refuseOvertaken);
    }

    /** How the script is named to Redis. */
    private record Invocation(Command command, String script) {}

    /** A node of a cluster knows only what it was told itself, so there the whole script goes along. */
    private Uni<Invocation> invocation() {
        if (pipeline.isClustered()) {
            return Uni.createFrom().item(new Invocation(Command.EVAL, script));
        }
        String known = scriptHash;
        Uni<String> hash = known != null
                ? Uni.createFrom().item(known)
                : redis.send(Request.cmd(Command.SCRIPT).arg("LOAD").arg(script))
                        .map(Response::toString)
                        .invoke(loaded -> scriptHash = loaded);
        return hash.map(loaded -> new Invocation(Command.EVALSHA, loaded));
    }

    private static Request request(Invocation invocation, Write write) {
        byte[] expected = write.revision() == 0 ? NOTHING : bytes(write.revision());
        byte[] value = ByteBuffer.allocate(REVISION_BYTES + write.payload().length)
                .putInt(write.nextRevision())
                .put(write.payload())
                .array();
        byte[] milliseconds = write.expiresIn() == null
                ? FOR_EVER
                : Long.toString(write.expiresIn().toMillis()).getBytes(StandardCharsets.US_ASCII);
        return Request.cmd(invocation.command())
                .arg(invocation.script())
                .arg(1)
                .arg(write.key())
                .arg(buffer(expected))
                .arg(buffer(value))
                .arg(buffer(milliseconds));
    }

    private static Uni<Void> refuseOvertaken(List<Response> answers) {
        int overtaken =
                (int) answers.stream().filter(answer -> answer.toInteger() == 0).count();
        return overtaken == 0
                ? Uni.createFrom().voidItem()
                : Uni.createFrom().failure(new OvertakenException(overtaken));
    }

    private static Stored stored(Response answer) {
        if (answer == null) {
            return Stored.ABSENT;
        }
        byte[] value = answer.toBytes();
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int revision = buffer.getInt();
        byte[] payload = new byte[buffer.remaining()];
        buffer.get(payload);
        return new Stored(revision, payload);
    }

    private static byte[] bytes(int revision) {
        return ByteBuffer.allocate(REVISION_BYTES).putInt(revision).array();
    }

    private static io.vertx.mutiny.core.buffer.Buffer buffer(byte[] bytes) {
        return io.vertx.mutiny.core.buffer.Buffer.buffer(bytes);
    }

    private static String resource(String name) {
        try (InputStream in = RedisStateStore.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
