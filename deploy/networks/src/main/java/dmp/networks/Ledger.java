package dmp.networks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import dmp.networks.Change.Place;

/**
 * What a network was sent, counted exactly: requests by how they were answered, and each change by how often it arrived.
 * A change is <em>redundant</em> when it asks for what the network has already done <em>and acknowledged</em>; a sender
 * that keeps its books sends none. Safe for many threads.
 */
final class Ledger {

    /** How a request ended that got no answer at all. */
    static final String NO_ANSWER = "no-answer";

    private static final class Count {
        private int received;
        private int accepted;
        private int redundant;
        private Instant lastAt;
    }

    /** One line of the ledger as the control API shows it. */
    record Line(
            String account,
            String segment,
            String identifier,
            String change,
            int received,
            int accepted,
            int redundant,
            Instant lastAt) {}

    /** Sums over all lines. */
    record Totals(int received, int accepted, int redundant) {}

    private final Map<String, Integer> statusToRequests = new TreeMap<>();
    private final Map<String, Integer> outcomeToCallbacks = new TreeMap<>();
    private final Map<Change, Count> changeToCount = new HashMap<>();
    private final Map<Place, Change.Operation> placeToAcknowledged = new HashMap<>();

    synchronized void answered(String status) {
        statusToRequests.merge(status, 1, Integer::sum);
    }

    synchronized void calledBack(String outcome) {
        outcomeToCallbacks.merge(outcome, 1, Integer::sum);
    }

    /** @param held the network already holds the identifier in that audience */
    synchronized void arrived(Change change, boolean held, boolean accepted, Instant now) {
        Count count = changeToCount.computeIfAbsent(change, key -> new Count());
        count.received++;
        count.lastAt = now;
        if (accepted) {
            count.accepted++;
        }
        boolean asAcknowledged = placeToAcknowledged.get(change.place()) == change.operation();
        if (asAcknowledged && held == (change.operation() == Change.Operation.ADD)) {
            count.redundant++;
        }
    }

    /** The sender has been told that these changes were made. */
    synchronized void acknowledged(List<Change> changes) {
        for (Change change : changes) {
            placeToAcknowledged.put(change.place(), change.operation());
        }
    }

    /** The sender cannot know whether these changes were made, so whatever it asks for there next is right. */
    synchronized void doubted(List<Change> changes) {
        for (Change change : changes) {
            placeToAcknowledged.remove(change.place());
        }
    }

    synchronized List<Line> lines(Predicate<Place> chosen) {
        List<Line> lines = new ArrayList<>();
        changeToCount.forEach((change, count) -> {
            if (chosen.test(change.place())) {
                lines.add(new Line(
                        change.account(),
                        change.segment(),
                        change.identifier(),
                        change.operation().text(),
                        count.received,
                        count.accepted,
                        count.redundant,
                        count.lastAt));
            }
        });
        lines.sort(Comparator.comparing(Line::account)
                .thenComparing(Line::segment)
                .thenComparing(Line::identifier)
                .thenComparing(Line::change));
        return lines;
    }

    synchronized Totals totals(Predicate<Place> chosen) {
        int received = 0;
        int accepted = 0;
        int redundant = 0;
        for (Map.Entry<Change, Count> entry : changeToCount.entrySet()) {
            if (chosen.test(entry.getKey().place())) {
                received += entry.getValue().received;
                accepted += entry.getValue().accepted;
                redundant += entry.getValue().redundant;
            }
        }
        return new Totals(received, accepted, redundant);
    }

    synchronized Map<String, Integer> requestsByStatus() {
        return new TreeMap<>(statusToRequests);
    }

    synchronized Map<String, Integer> callbacksByOutcome() {
        return new TreeMap<>(outcomeToCallbacks);
    }

    synchronized void clear() {
        statusToRequests.clear();
        outcomeToCallbacks.clear();
        changeToCount.clear();
        placeToAcknowledged.clear();
    }
}
