package dmp.segment.membership;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.LongSupplier;

import io.smallrye.mutiny.Uni;

import dmp.segment.running.SideBySide;

/**
 * What records have asked for and is not decided yet, one entry for each identifier, however many records speak of it. What is new
 * or due is decided beside what only changed rules ask about, and does not wait for it. A few begin at once; when there are more,
 * what comes while others are being decided is decided next, all at once. No identifier is decided twice at the same time: what is
 * told of it stays in order.
 */
final class Backlog {

    /**
     * When more identifiers than these wait, no more should be added: a crash would repeat all of them. More than a backfill has on
     * its way, or the live profiles in between would wait for its end.
     */
    static final int MOST = 20_000;

    /** The same when more profiles than these wait, which are as many as are decided at once. */
    static final int MOST_PROFILES = 250;

    /** After so long without anything live, there is nobody to be considerate of. */
    private static final long QUIET_NANOS = 1_000_000_000;

    /** Of those whom only changed rules ask about, so many are decided together when there is nothing live. */
    static final int MOST_WHEN_QUIET = 64;

    /** In so many runs at a time: while one waits for Redis and Kafka, another decides. */
    private static final int RUNS_WHEN_QUIET = 2;

    private enum Lane {
        /** More together would keep each other waiting, and are more that a collection of garbage has to move. */
        LIVE(MOST_PROFILES, 3),
        /** Their commands keep Redis, and their decisions the processors, from what is live. */
        RULES(8, 1);

        final int together;

        /** So many runs may be going on as long as all are small. */
        final int runs;

        Lane(int together, int runs) {
            this.together = together;
            this.runs = runs;
        }

        static Lane of(Pending pending) {
            return pending.cause() == Change.Cause.RULES ? RULES : LIVE;
        }
    }

    private final Function<Map<String, Pending>, Uni<Void>> decide;
    private final LongSupplier nanoClock;

    private final Map<Lane, Map<String, Entry>> laneToWaiting = new EnumMap<>(Lane.class);
    private final List<Run> runs = new ArrayList<>();
    private final Set<String> deciding = new HashSet<>();
    private int waitingProfiles;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> calm = CompletableFuture.completedFuture(null);
    private Throwable failure;
    private volatile long lastLive;

    /** @param pending what all these batches say of one identifier */
    private record Entry(Pending pending, List<Batch> batches) {}

    private static final class Batch {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        int open;
    }

    /** What is being decided together. */
    private record Run(Lane lane, Map<String, Entry> keyToEntry) {}

    /** @param decide ends when all is written and published */
    Backlog(Function<Map<String, Pending>, Uni<Void>> decide, LongSupplier nanoClock) {
        this.decide = decide;
        this.nanoClock = nanoClock;
        lastLive = nanoClock.getAsLong() - QUIET_NANOS - 1;
        for (Lane lane : Lane.values()) {
            laneToWaiting.put(lane, new LinkedHashMap<>());
        }
    }

    /** Ends when all of this batch is decided. */
    Uni<Void> add(Map<String, Pending> keyToPending) {
        Batch batch = new Batch();
        synchronized (this) {
            if (failure != null) {
                return Uni.createFrom().failure(failure);
            }
            batch.open = keyToPending.size();
            keyToPending.forEach((key, pending) -> add(key, pending, batch));
            if (!hasRoom() && room.isDone()) {
                room = new CompletableFuture<>();
            }
        }
        if (keyToPending.isEmpty()) {
            batch.end.complete(null);
        }
        goOn();
        return endOf(batch.end);
    }

    private void add(String key, Pending pending, Batch batch) {
        Lane lane = Lane.of(pending);
        Map<String, Entry> live = laneToWaiting.get(Lane.LIVE);
        Map<String, Entry> rules = laneToWaiting.get(Lane.RULES);
        if (lane == Lane.LIVE && rules.containsKey(key)) {
            live.put(key, rules.remove(key));
        }
        Entry entry = (live.containsKey(key) ? live : laneToWaiting.get(lane))
                .computeIfAbsent(key, _ -> new Entry(new Pending(), new ArrayList<>(1)));
        waitingProfiles += pending.hasProfile() && !entry.pending().hasProfile() ? 1 : 0;
        entry.pending().add(pending);
        entry.batches().add(batch);
    }

    /** Ends when no more wait than may. */
    synchronized Uni<Void> room() {
        return failure != null ? Uni.createFrom().failure(failure) : endOf(room);
    }

    /** True when nothing live has begun to be decided for a second. */
    boolean isQuiet() {
        return nanoClock.getAsLong() - lastLive > QUIET_NANOS;
    }

    /** Ends when nothing live is being decided. */
    synchronized Uni<Void> calm() {
        return endOf(calm);
    }

    /** Several may wait for it: who gives up does so for itself alone. */
    private static Uni<Void> endOf(CompletableFuture<Void> future) {
        return Uni.createFrom().completionStage(future.copy());
    }

    private void goOn() {
        for (Lane lane : Lane.values()) {
            Run run = begin(lane);
            if (run != null) {
                Map<String, Pending> keyToPending = new LinkedHashMap<>();
                run.keyToEntry().forEach((key, entry) -> keyToPending.put(key, entry.pending()));
                decide.apply(keyToPending).subscribe().with(_ -> end(run), this::fail);
            }
        }
        makeRoom();
    }

    private void makeRoom() {
        CompletableFuture<Void> made = null;
        synchronized (this) {
            if (hasRoom()) {
                made = room;
            }
        }
        if (made != null) {
            made.complete(null);
        }
    }

    private boolean hasRoom() {
        int waiting = laneToWaiting.values().stream().mapToInt(Map::size).sum();
        return waiting <= MOST && waitingProfiles <= MOST_PROFILES;
    }

    /** Null when there is nothing to begin now. */
    private synchronized Run begin(Lane lane) {
        if (failure != null || !mayBegin(lane)) {
            return null;
        }
        Map<String, Entry> taken = new LinkedHashMap<>();
        Iterator<Map.Entry<String, Entry>> waiting =
                laneToWaiting.get(lane).entrySet().iterator();
        int together = lane == Lane.RULES && isQuiet() ? MOST_WHEN_QUIET : lane.together;
        while (waiting.hasNext() && taken.size() < together) {
            Map.Entry<String, Entry> next = waiting.next();
            if (deciding.add(next.getKey())) {
                taken.put(next.getKey(), next.getValue());
                waitingProfiles -= next.getValue().pending().hasProfile() ? 1 : 0;
                waiting.remove();
            }
        }
        if (taken.isEmpty()) {
            return null;
        }
        if (lane == Lane.LIVE) {
            lastLive = nanoClock.getAsLong();
            if (!isGoingOn(lane)) {
                calm = new CompletableFuture<>();
            }
        }
        Run run = new Run(lane, taken);
        runs.add(run);
        return run;
    }

    /** Many go faster together, and so those that come meanwhile wait for the end of them. */
    private boolean mayBegin(Lane lane) {
        List<Run> going = runs.stream().filter(run -> run.lane() == lane).toList();
        return going.isEmpty()
                || lane == Lane.RULES && isQuiet() && going.size() < RUNS_WHEN_QUIET
                || going.size() < lane.runs
                        && going.stream().noneMatch(run -> isMany(run.keyToEntry()))
                        && !isMany(laneToWaiting.get(lane));
    }

    private boolean isGoingOn(Lane lane) {
        return runs.stream().anyMatch(run -> run.lane() == lane);
    }

    private static boolean isMany(Map<String, Entry> entries) {
        return SideBySide.isWorthIt(entries.size());
    }

    private void end(Run run) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        synchronized (this) {
            runs.removeIf(other -> other == run);
            run.keyToEntry().keySet().forEach(deciding::remove);
            if (!isGoingOn(Lane.LIVE)) {
                ends.add(calm);
            }
            for (Entry entry : run.keyToEntry().values()) {
                for (Batch batch : entry.batches()) {
                    if (--batch.open == 0) {
                        ends.add(batch.end);
                    }
                }
            }
        }
        goOn();
        ends.forEach(end -> end.complete(null));
    }

    /** What fails fails all that waits and all that would come: a partition may not go on behind what was not done. */
    private void fail(Throwable thrown) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        synchronized (this) {
            failure = thrown;
            ends.add(room);
            ends.add(calm);
            runs.forEach(run -> addEnds(run.keyToEntry(), ends));
            laneToWaiting.values().forEach(waiting -> addEnds(waiting, ends));
        }
        ends.forEach(end -> end.completeExceptionally(thrown));
    }

    private static void addEnds(Map<String, Entry> entries, List<CompletableFuture<Void>> ends) {
        entries.values().forEach(entry -> entry.batches().forEach(batch -> ends.add(batch.end)));
    }
}
