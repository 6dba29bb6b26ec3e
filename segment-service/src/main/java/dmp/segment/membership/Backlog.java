package dmp.segment.membership;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/**
 * What records have asked for and is not decided yet, one entry for each identifier, however many records speak of it. What is new
 * or due is decided beside what only changed rules ask about, and does not wait for it; what comes while others are being decided
 * is decided next, all at once. No identifier is decided twice at the same time: what is told of it stays in order.
 */
final class Backlog {

    /** When more identifiers than these wait, no more should be added: a crash would repeat all of them. */
    static final int MOST = 1_000;

    /** The same when more profiles than these wait, which are as many as are decided at once. */
    static final int MOST_PROFILES = 250;

    private enum Lane {
        /** More at once would keep each other waiting, and are more that a collection of garbage has to move. */
        LIVE(MOST_PROFILES),
        /** The commands of more at once would keep Redis from what is live for some milliseconds. */
        RULES(50);

        final int together;

        Lane(int together) {
            this.together = together;
        }

        static Lane of(Pending pending) {
            return pending.cause() == Change.Cause.RULES ? RULES : LIVE;
        }
    }

    private final Function<Map<String, Pending>, Uni<Void>> decide;

    private final Map<String, Entry> keyToWaiting = new LinkedHashMap<>();
    private final Map<Lane, Map<String, Entry>> laneToDeciding = new EnumMap<>(Lane.class);
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> calm = CompletableFuture.completedFuture(null);
    private Throwable failure;

    /** @param pending what all these batches say of one identifier */
    private record Entry(Pending pending, List<Batch> batches) {}

    private static final class Batch {
        final CompletableFuture<Void> end = new CompletableFuture<>();
        int open;
    }

    /** @param decide ends when all is written and published */
    Backlog(Function<Map<String, Pending>, Uni<Void>> decide) {
        this.decide = decide;
    }

    /** Ends when all of this batch is decided. */
    Uni<Void> add(Map<String, Pending> keyToPending) {
        Batch batch = new Batch();
        synchronized (this) {
            if (failure != null) {
                return Uni.createFrom().failure(failure);
            }
            batch.open = keyToPending.size();
            keyToPending.forEach((key, pending) -> {
                Entry entry = keyToWaiting.computeIfAbsent(key, _ -> new Entry(new Pending(), new ArrayList<>(1)));
                entry.pending().add(pending);
                entry.batches().add(batch);
            });
            if (!hasRoom() && room.isDone()) {
                room = new CompletableFuture<>();
            }
        }
        if (keyToPending.isEmpty()) {
            batch.end.complete(null);
        }
        goOn();
        return Uni.createFrom().completionStage(batch.end);
    }

    /** Ends when no more wait than may. */
    synchronized Uni<Void> room() {
        return failure != null
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom().completionStage(room);
    }

    /** Ends when what is live is decided that is being decided now. */
    synchronized Uni<Void> calm() {
        return Uni.createFrom().completionStage(calm);
    }

    private void goOn() {
        for (Lane lane : Lane.values()) {
            Map<String, Pending> keyToPending = new LinkedHashMap<>();
            take(lane).forEach((key, entry) -> keyToPending.put(key, entry.pending()));
            if (!keyToPending.isEmpty()) {
                decide.apply(keyToPending).subscribe().with(_ -> end(lane), this::fail);
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
        return keyToWaiting.size() <= MOST
                && keyToWaiting.values().stream()
                                .filter(entry -> entry.pending().hasProfile())
                                .count()
                        <= MOST_PROFILES;
    }

    private synchronized Map<String, Entry> take(Lane lane) {
        Map<String, Entry> taken = new LinkedHashMap<>();
        if (failure != null || laneToDeciding.containsKey(lane)) {
            return taken;
        }
        Iterator<Map.Entry<String, Entry>> waiting = keyToWaiting.entrySet().iterator();
        while (waiting.hasNext() && taken.size() < lane.together) {
            Map.Entry<String, Entry> next = waiting.next();
            String key = next.getKey();
            if (Lane.of(next.getValue().pending()) == lane
                    && laneToDeciding.values().stream().noneMatch(deciding -> deciding.containsKey(key))) {
                taken.put(key, next.getValue());
                waiting.remove();
            }
        }
        if (!taken.isEmpty()) {
            laneToDeciding.put(lane, taken);
            if (lane == Lane.LIVE) {
                calm = new CompletableFuture<>();
            }
        }
        return taken;
    }

    private void end(Lane lane) {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        synchronized (this) {
            if (lane == Lane.LIVE) {
                ends.add(calm);
            }
            for (Entry entry : laneToDeciding.remove(lane).values()) {
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
            laneToDeciding.values().forEach(deciding -> addEnds(deciding, ends));
            addEnds(keyToWaiting, ends);
        }
        ends.forEach(end -> end.completeExceptionally(thrown));
    }

    private static void addEnds(Map<String, Entry> entries, List<CompletableFuture<Void>> ends) {
        entries.values().forEach(entry -> entry.batches().forEach(batch -> ends.add(batch.end)));
    }
}
