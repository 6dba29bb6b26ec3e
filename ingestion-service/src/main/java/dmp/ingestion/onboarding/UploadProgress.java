package dmp.ingestion.onboarding;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jakarta.inject.Singleton;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.ingestion.RedisKeys;
import dmp.ingestion.problem.Problem;

/** Progress and receipts of uploads, in Redis: written after every batch, in one round trip. */
@Singleton
class UploadProgress {

    private final Redis redis;
    private final ObjectMapper json;
    private final String keptSeconds;

    UploadProgress(Redis redis, ObjectMapper json, OnboardingConfig config) {
        this.redis = redis;
        this.json = json;
        this.keptSeconds = Long.toString(config.keptFor().toSeconds());
    }

    /** Forgets what an earlier attempt has counted. */
    Uni<Void> begin(UploadRow.Key key, int attempt) {
        String progress = RedisKeys.uploadProgress(key.tenant(), key.id());
        return redis.batch(List.of(
                        Request.cmd(Command.DEL).arg(RedisKeys.uploadReceipts(key.tenant(), key.id())),
                        set(progress, attempt, Progress.NONE),
                        expire(progress)))
                .replaceWithVoid();
    }

    /** @throws Problem (in the Uni) 409 when a newer attempt has begun: then this one must end */
    Uni<Void> write(UploadRow.Key key, int attempt, Progress progress, List<Receipt> receipts) {
        String progressKey = RedisKeys.uploadProgress(key.tenant(), key.id());
        String receiptsKey = RedisKeys.uploadReceipts(key.tenant(), key.id());
        return newestAttempt(progressKey).flatMap(newest -> {
            if (newest > attempt) {
                throw Problem.of(409, "superseded", "The content was sent again meanwhile; the newer sending goes on.");
            }
            List<Request> requests = new ArrayList<>();
            requests.add(set(progressKey, attempt, progress));
            if (!receipts.isEmpty()) {
                Request push = Request.cmd(Command.RPUSH).arg(receiptsKey);
                receipts.forEach(receipt -> push.arg(written(receipt)));
                requests.add(push);
                requests.add(expire(receiptsKey));
            }
            return redis.batch(requests).replaceWithVoid();
        });
    }

    /** Empty when nothing was read yet, or it was too long ago. */
    Uni<Optional<Progress>> read(UploadRow.Key key) {
        Request request = Request.cmd(Command.HMGET).arg(RedisKeys.uploadProgress(key.tenant(), key.id()));
        List.of("rows", "accepted", "rejected", "bytes", "receipts").forEach(request::arg);
        return redis.send(request)
                .map(found -> found.get(0) == null
                        ? Optional.empty()
                        : Optional.of(new Progress(
                                found.get(0).toLong(),
                                found.get(1).toLong(),
                                found.get(2).toLong(),
                                found.get(3).toLong(),
                                found.get(4).toLong())));
    }

    /** Those after the first {@code from}, in the order of the file. */
    Uni<List<Receipt>> receipts(UploadRow.Key key, long from, int limit) {
        return redis.send(Request.cmd(Command.LRANGE)
                        .arg(RedisKeys.uploadReceipts(key.tenant(), key.id()))
                        .arg(Long.toString(from))
                        .arg(Long.toString(from + limit - 1)))
                .map(found -> {
                    List<Receipt> receipts = new ArrayList<>();
                    for (Response each : found) {
                        receipts.add(read(each));
                    }
                    return receipts;
                });
    }

    private Uni<Integer> newestAttempt(String progressKey) {
        return redis.send(Request.cmd(Command.HGET).arg(progressKey).arg("attempt"))
                .map(found -> found == null ? 0 : found.toInteger());
    }

    private static Request set(String key, int attempt, Progress progress) {
        return Request.cmd(Command.HSET)
                .arg(key)
                .arg("attempt")
                .arg(Integer.toString(attempt))
                .arg("rows")
                .arg(Long.toString(progress.rows()))
                .arg("accepted")
                .arg(Long.toString(progress.accepted()))
                .arg("rejected")
                .arg(Long.toString(progress.rejected()))
                .arg("bytes")
                .arg(Long.toString(progress.bytes()))
                .arg("receipts")
                .arg(Long.toString(progress.receipts()));
    }

    private Request expire(String key) {
        return Request.cmd(Command.EXPIRE).arg(key).arg(keptSeconds);
    }

    private String written(Receipt receipt) {
        try {
            return json.writeValueAsString(receipt);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a receipt of ours cannot be written as JSON", e);
        }
    }

    private Receipt read(Response found) {
        try {
            return json.readValue(found.toBytes(), Receipt.class);
        } catch (IOException e) {
            throw new IllegalStateException("a receipt of ours cannot be read", e);
        }
    }
}
