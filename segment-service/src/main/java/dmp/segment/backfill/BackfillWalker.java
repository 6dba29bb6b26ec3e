package dmp.segment.backfill;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

import dmp.segment.reach.KnownIdentifiers;
import dmp.segment.running.FreshContext;
import dmp.segment.running.KafkaOffsets;
import dmp.segment.running.Repeating;
import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;
import dmp.segment.timing.Tick;
import dmp.segment.timing.Ticks;

/**
 * Walks: step by step it sends ticks for those in the next buckets about whom there is something to decide. One instance walks a tenant; when it dies,
 * another goes on from the last recorded step, and asking somebody twice changes nothing.
 */
@ApplicationScoped
class BackfillWalker {

    /** After so long it is looked who has joined meanwhile. Well below the lease. */
    private static final Duration GO = Duration.ofSeconds(1);

    /**
     * Buckets asked together: their answers keep Redis and an event loop from the live stream for a millisecond or two, not
     * longer.
     */
    private static final int CHUNK = 2;

    private static final int AT_ONCE = 2;

    private final String self = UUID.randomUUID().toString();
    private final Map<String, Drain> tenantToDrain = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Backfills backfills;
    private final KnownIdentifiers known;
    private final Pipeline redis;
    private final Ticks ticks;
    private final Differences differences;
    private final KafkaOffsets offsets;
    private final BackfillConfig config;
    private Repeating walking;

    BackfillWalker(
            Vertx vertx,
            Backfills backfills,
            KnownIdentifiers known,
            Pipeline redis,
            Ticks ticks,
            Differences differences,
            KafkaOffsets offsets,
            BackfillConfig config) {
        this.vertx = vertx;
        this.backfills = backfills;
        this.known = known;
        this.redis = redis;
        this.ticks = ticks;
        this.differences = differences;
        this.offsets = offsets;
        this.config = config;
    }

    /** These backfills are complete when the ticks up to these offsets have been handled. */
    private record Drain(Map<Integer, Long> ends, Set<String> segments) {
        boolean isOver(Map<Integer, Long> committed) {
            return ends.entrySet().stream()
                    .allMatch(end -> end.getValue() == 0 || committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
        }
    }

    void start(@Observes StartupEvent event) {
        walking = Repeating.every(vertx, config.stepEvery(), "walking known identifiers", this::turn);
    }

    void stop(@Observes ShutdownEvent event) {
        walking.close();
    }

    private Uni<Void> turn() {
        return backfills.toWalk().chain(tenantToReady -> Multi.createFrom()
                .iterable(tenantToReady.entrySet())
                .onItem()
                .transformToUniAndConcatenate(tenant -> mayWalk(tenant.getKey())
                        .chain(may -> may
                                ? walk(tenant.getKey(), tenant.getValue())
                                : Uni.createFrom().voidItem()))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Boolean> mayWalk(String tenant) {
        Duration lease = config.lease();
        return redis.send(Request.cmd(Command.SET)
                        .arg(Keys.walk(tenant))
                        .arg(self)
                        .arg("NX")
                        .arg("PX")
                        .arg(lease.toMillis()))
                .chain(taken -> taken != null
                        ? Uni.createFrom().item(true)
                        : redis.send(Request.cmd(Command.GET).arg(Keys.walk(tenant)))
                                .map(holder ->
                                        holder != null && holder.toString().equals(self))
                                .call(mine -> mine
                                        ? redis.send(Request.cmd(Command.PEXPIRE)
                                                .arg(Keys.walk(tenant))
                                                .arg(lease.toMillis()))
                                        : Uni.createFrom().nullItem()));
    }

    /** Whoever was decided under older rules than those that are ready has got a number before they were, and is counted. */
    private Uni<Void> walk(String tenant, Set<String> ready) {
        return known.count(tenant)
                .chain(count -> backfills.join(tenant, ready, count).chain(standing -> {
                    List<Backfill> walking = standing.backfills().stream()
                            .filter(Backfill::isWalking)
                            .toList();
                    List<Backfill> covered = standing.backfills().stream()
                            .filter(backfill -> backfill.covered)
                            .toList();
                    return finish(tenant, covered)
                            .chain(() -> walking.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : waiting()
                                            .map(waiting -> new Pace(tenant, count, Instant.now(), waiting))
                                            .chain(pace -> go(pace, standing.cursor(), walking)));
                }));
    }

    /** One go of many steps. Counts the ticks that may be waiting: those that were when it began, and all sent since. */
    private final class Pace {

        final String tenant;
        final long buckets;
        final Instant until;
        long waiting;

        Pace(String tenant, long identifiers, Instant begun, long waiting) {
            this.tenant = tenant;
            this.buckets = (identifiers + KnownIdentifiers.BUCKET - 1) / KnownIdentifiers.BUCKET;
            this.until = begun.plus(GO);
            this.waiting = waiting;
        }

        boolean isOver() {
            return waiting > config.inFlight() || Instant.now().isAfter(until);
        }
    }

    /** One go of many steps, if not too many ticks wait. */
    private Uni<Void> go(Pace pace, long from, List<Backfill> walking) {
        return pace.isOver()
                ? Uni.createFrom().voidItem()
                : look(pace, from, walking).chain(seen -> goOn(pace, seen, walking));
    }

    /**
     * Step after step, until none walks on, too many ticks wait, or it is time to look who has joined. The next step is looked at
     * while Kafka and the database are told of this one.
     */
    private Uni<Void> goOn(Pace pace, Seen seen, List<Backfill> walking) {
        pace.waiting += seen.differing.size();
        Uni<List<Backfill>> recorded = ticks.send(seen.differing, new Tick(revision(walking)))
                .chain(() -> backfills.step(pace.tenant, seen.from, seen.cursor, seen.identifiers, walking));
        if (pace.isOver()) {
            return recorded.replaceWithVoid();
        }
        return Uni.combine()
                .all()
                .unis(recorded, look(pace, seen.cursor, walking))
                .collectFailures()
                .asTuple()
                .chain(both -> both.getItem1().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : goOn(pace, both.getItem2(), both.getItem1()));
    }

    private static long revision(List<Backfill> walking) {
        return walking.stream().mapToLong(backfill -> backfill.revision).max().orElse(0);
    }

    /** Looks at one step. */
    private Uni<Seen> look(Pace pace, long from, List<Backfill> walking) {
        long to = Math.min(pace.buckets, from + config.bucketsPerStep());
        long cursor = to == pace.buckets ? 0 : to;
        Set<String> segments =
                walking.stream().map(backfill -> backfill.segment).collect(Collectors.toSet());
        long revision = revision(walking);
        Executor context = FreshContext.current();
        return Multi.createFrom()
                .items(LongStream.iterate(from, bucket -> bucket < to, bucket -> bucket + CHUNK)
                        .boxed())
                .onItem()
                .transformToUni(bucket -> chunk(pace.tenant, bucket, Math.min(to, bucket + CHUNK), segments, revision))
                // While one is being looked at, others are on their way from Redis.
                .merge(AT_ONCE)
                .collect()
                .in(() -> new Seen(from, cursor), Seen::add)
                .emitOn(context);
    }

    private Uni<Chunk> chunk(String tenant, long from, long to, Set<String> segments, long revision) {
        return known.inBuckets(tenant, from, to).chain(identifierKeys -> differences
                .among(tenant, identifierKeys, segments, revision)
                .map(differing -> new Chunk(identifierKeys.size(), differing)));
    }

    /** How many identifiers were looked at, and which of them are to be asked anew. */
    private record Chunk(int identifiers, List<String> differing) {}

    /** What a step from one bucket to another has met. */
    private static final class Seen {

        final long from;
        final long cursor;
        final List<String> differing = new ArrayList<>();
        int identifiers;

        Seen(long from, long cursor) {
            this.from = from;
            this.cursor = cursor;
        }

        void add(Chunk chunk) {
            identifiers += chunk.identifiers();
            differing.addAll(chunk.differing());
        }
    }

    /** How many ticks have been sent and not been handled. */
    private Uni<Long> waiting() {
        return offsets.ends(Tick.TOPIC)
                .chain(ends -> offsets.committed(Tick.GROUP, Tick.TOPIC).map(committed -> ends.entrySet().stream()
                        .mapToLong(end -> end.getValue() - committed.getOrDefault(end.getKey(), 0L))
                        .sum()));
    }

    private Uni<Void> finish(String tenant, List<Backfill> covered) {
        if (covered.isEmpty()) {
            tenantToDrain.remove(tenant);
            return Uni.createFrom().voidItem();
        }
        Drain drain = tenantToDrain.get(tenant);
        if (drain == null) {
            return offsets.ends(Tick.TOPIC)
                    .invoke(ends -> tenantToDrain.put(tenant, new Drain(ends, Backfills.segmentRevisions(covered))))
                    .replaceWithVoid();
        }
        return offsets.committed(Tick.GROUP, Tick.TOPIC).chain(committed -> {
            if (!drain.isOver(committed)) {
                return Uni.createFrom().voidItem();
            }
            tenantToDrain.remove(tenant);
            return backfills.finish(tenant, drain.segments(), Instant.now());
        });
    }
}
