package dmp.ingestion.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jakarta.inject.Singleton;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Redis;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;
import org.eclipse.microprofile.config.inject.ConfigProperty;

import dmp.ingestion.RedisKeys;

/**
 * Recognises events that were sent before, by their sender's ids. An id is remembered only once its event is durable.
 * Without Redis nothing is recognised and nothing is lost: the profile service takes an event id only once.
 */
@Singleton
class Duplicates {

    /** After a failure Redis is left alone for so long, so that not every request waits for it. */
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Redis redis;
    private final boolean clustered;
    private final CollectConfig.Duplicates config;
    private final Counter skipped;

    private volatile long pausedUntil = System.nanoTime();

    Duplicates(
            Redis redis,
            @ConfigProperty(name = "quarkus.redis.client-type", defaultValue = "standalone") String clientType,
            CollectConfig config,
            MeterRegistry metrics) {
        this.redis = redis;
        this.clustered = clientType.equals("cluster");
        this.config = config.duplicates();
        this.skipped = metrics.counter("dmp_ingestion_duplicate_checks_skipped");
    }

    /** Those of the ids whose events are durable already; in one round trip. */
    Uni<Set<String>> known(String tenant, List<String> ids) {
        List<Request> requests = new ArrayList<>(ids.size());
        ids.forEach(id -> requests.add(Request.cmd(Command.EXISTS).arg(RedisKeys.seenEvent(tenant, id))));
        return guarded(requests).map(responses -> {
            Set<String> known = new HashSet<>();
            for (int i = 0; i < responses.size(); i++) {
                if (responses.get(i).toInteger() == 1) {
                    known.add(ids.get(i));
                }
            }
            return known;
        });
    }

    /** To be called when the events with these ids are durable, not before. */
    Uni<Void> remember(String tenant, List<String> ids) {
        String seconds = Long.toString(config.rememberedFor().toSeconds());
        List<Request> requests = new ArrayList<>(ids.size());
        ids.forEach(id -> requests.add(Request.cmd(Command.SETEX)
                .arg(RedisKeys.seenEvent(tenant, id))
                .arg(seconds)
                .arg("1")));
        return guarded(requests).replaceWithVoid();
    }

    /** A batch of the client goes to one node of a cluster; sent one by one, each finds its own. */
    private Uni<List<Response>> together(List<Request> requests) {
        return clustered
                ? Uni.join().all(requests.stream().map(redis::send).toList()).andCollectFailures()
                : redis.batch(requests);
    }

    /** Empty when Redis is not there, or too slow. */
    private Uni<List<Response>> guarded(List<Request> requests) {
        if (requests.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (System.nanoTime() - pausedUntil < 0) {
            skipped.increment();
            return Uni.createFrom().item(List.of());
        }
        return together(requests)
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .onFailure()
                .recoverWithItem(() -> {
                    pausedUntil = System.nanoTime() + PAUSE_NANOS;
                    skipped.increment();
                    return List.of();
                });
    }
}
