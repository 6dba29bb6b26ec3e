package dmp.activation.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dmp.activation.audience.Audience.Wanted;
import dmp.activation.delivery.Standing.Held;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.delivery.Standing.Refused;

/**
 * What has to be done so that a network holds of one identifier what it should.
 *
 * @param add segments to tell, or to tell again before they expire
 * @param remove segments to take back
 * @param repeat deliveries whose promised acknowledgement is overdue
 * @param forget segments whose standing means nothing any more
 * @param lookAgain when this answer changes by itself; null for never
 */
record Difference(List<String> add, List<String> remove, Set<String> repeat, List<String> forget, Instant lookAgain) {

    boolean hasChanges() {
        return !add.isEmpty() || !remove.isEmpty();
    }

    /**
     * @param wanted the segments that the network should hold now
     * @param standings where the identifier stands, by segment
     * @param repeatable of overdue deliveries those whose content is still known
     */
    static Difference between(
            String identifier,
            Map<String, Wanted> wanted,
            Map<String, Standing> standings,
            Rules rules,
            Instant now,
            Set<String> repeatable) {
        Comparison comparison = new Comparison(identifier, rules, now, repeatable);
        Set<String> segments = new TreeSet<>(wanted.keySet());
        segments.addAll(standings.keySet());
        for (String segment : segments) {
            comparison.compare(segment, wanted.get(segment), standings.get(segment));
        }
        return new Difference(
                comparison.add, comparison.remove, comparison.repeat, comparison.forget, comparison.lookAgain);
    }

    /** The deliveries whose promised acknowledgement is overdue. */
    static Set<String> overdue(Map<String, Standing> standings, Rules rules, Instant now) {
        Set<String> overdue = new TreeSet<>();
        for (Standing standing : standings.values()) {
            if (standing instanceof InFlight flying
                    && flying.promised()
                    && !now.isBefore(flying.since().plus(rules.acknowledgementTimeout()))) {
                overdue.add(flying.delivery());
            }
        }
        return overdue;
    }

    private static final class Comparison {
        private final String identifier;
        private final Rules rules;
        private final Instant now;
        private final Set<String> repeatable;
        private final List<String> add = new ArrayList<>();
        private final List<String> remove = new ArrayList<>();
        private final Set<String> repeat = new TreeSet<>();
        private final List<String> forget = new ArrayList<>();
        private Instant lookAgain;

        Comparison(String identifier, Rules rules, Instant now, Set<String> repeatable) {
            this.identifier = identifier;
            this.rules = rules;
            this.now = now;
            this.repeatable = repeatable;
        }

        void compare(String segment, Wanted wanted, Standing standing) {
            switch (standing) {
                case null -> add.add(segment);
                case Held held -> held(segment, wanted, held);
                case InFlight flying -> inFlight(segment, wanted, flying);
                case Refused refused -> refused(segment, wanted, refused);
            }
        }

        private void held(String segment, Wanted wanted, Held held) {
            if (wanted == null) {
                takeBack(segment, held.until());
            } else if (now.isBefore(rules.refreshAt(held, identifier))) {
                lookAgain(rules.refreshAt(held, identifier));
            } else {
                add.add(segment);
            }
        }

        private void inFlight(String segment, Wanted wanted, InFlight flying) {
            Instant due = flying.since().plus(rules.acknowledgementTimeout());
            if (flying.promised() && now.isBefore(due)) {
                lookAgain(due);
            } else if (flying.promised() && repeatable.contains(flying.delivery())) {
                repeat.add(flying.delivery());
            } else if (wanted != null) {
                add.add(segment);
            } else {
                takeBack(segment, rules.untilFrom(flying.since()));
            }
        }

        private void refused(String segment, Wanted wanted, Refused refused) {
            if (wanted == null && refused.operation() == Operation.ADD && !refused.heldBefore()) {
                forget.add(segment);
                return;
            }
            Operation now = wanted == null ? Operation.REMOVE : Operation.ADD;
            boolean unchanged = now == refused.operation() && (wanted == null || wanted.version() == refused.version());
            Instant pausedUntil = refused.at().plus(rules.refusedPause());
            if (unchanged && this.now.isBefore(pausedUntil)) {
                lookAgain(pausedUntil);
            } else if (wanted != null) {
                add.add(segment);
            } else {
                takeBack(segment, rules.untilFrom(refused.at()));
            }
        }

        /** Where a network cannot remove, only its forgetting helps. */
        private void takeBack(String segment, Instant until) {
            if (rules.removes()) {
                remove.add(segment);
            } else if (until != null && now.isBefore(until)) {
                lookAgain(until);
            } else {
                forget.add(segment);
            }
        }

        private void lookAgain(Instant at) {
            if (at.isBefore(Instant.MAX) && (lookAgain == null || at.isBefore(lookAgain))) {
                lookAgain = at;
            }
        }
    }
}
