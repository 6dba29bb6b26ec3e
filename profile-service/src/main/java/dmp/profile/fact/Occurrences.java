package dmp.profile.fact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The realisations of one trait from one source: a set of events, at most the {@link #REMEMBERED} latest. An event that was
 * told of twice with different times counts once, at its latest time, and of two values told for that moment with the greater.
 *
 * @param observations ascending, each event once
 * @param worths what each of them is worth, in millionths; empty when none is worth anything
 */
public record Occurrences(List<Observation> observations, List<Long> worths) {

    /** A frequency saturates here; no rule asks for more, and a value in Redis stays below about 10 KB a trait. */
    public static final int REMEMBERED = 1_000;

    static final Occurrences NONE = new Occurrences(List.of(), List.of());

    public Occurrences {
        observations = List.copyOf(observations);
        worths = worths.stream().allMatch(worth -> worth == 0) ? List.of() : List.copyOf(worths);
        if (!worths.isEmpty() && worths.size() != observations.size()) {
            throw new IllegalArgumentException(worths.size() + " values of " + observations.size() + " events");
        }
    }

    Occurrences with(Observation observation, long worth) {
        int known = indexOf(observation.event());
        if (known >= 0 && isOvertakenBy(known, observation.at(), worth)) {
            return this;
        }
        Changed changed = new Changed();
        if (known >= 0) {
            changed.remove(known);
        }
        changed.add(-Collections.binarySearch(changed.all, observation) - 1, observation, worth);
        if (changed.all.size() > REMEMBERED) {
            changed.remove(0);
        }
        return changed.occurrences();
    }

    private boolean isOvertakenBy(int known, long at, long worth) {
        long knownAt = observations.get(known).at();
        return knownAt > at || (knownAt == at && worth(known) >= worth);
    }

    /** The same; those of one moment may have been in the order of more bits of their ids than are known now. */
    Occurrences inOrder() {
        Occurrences ordered = NONE;
        for (int i = 0; i < observations.size(); i++) {
            ordered = ordered.with(observations.get(i), worth(i));
        }
        return ordered;
    }

    /** All but this event, as it was told at this time. */
    Occurrences without(Observation observation) {
        int known = Collections.binarySearch(observations, observation);
        if (known < 0) {
            return this;
        }
        Changed changed = new Changed();
        changed.remove(known);
        return changed.occurrences();
    }

    /** Some are not later than the moment. */
    boolean reachesBackTo(long moment) {
        return !observations.isEmpty() && observations.getFirst().at() <= moment;
    }

    /** Only those later than the moment. */
    Occurrences after(long moment) {
        int first = 0;
        while (first < observations.size() && observations.get(first).at() <= moment) {
            first++;
        }
        return first == 0
                ? this
                : new Occurrences(
                        observations.subList(first, observations.size()),
                        worths.isEmpty() ? worths : worths.subList(first, worths.size()));
    }

    boolean isEmpty() {
        return observations.isEmpty();
    }

    /** What the one at this place is worth, in millionths. */
    private long worth(int place) {
        return worths.isEmpty() ? 0 : worths.get(place);
    }

    private int indexOf(long event) {
        for (int i = 0; i < observations.size(); i++) {
            if (observations.get(i).event() == event) {
                return i;
            }
        }
        return -1;
    }

    /** The same, while one is removed or added. Values are left out as long as there are none. */
    private final class Changed {

        private final List<Observation> all = new ArrayList<>(observations);
        private final List<Long> values = new ArrayList<>(worths);

        private void remove(int place) {
            all.remove(place);
            if (!values.isEmpty()) {
                values.remove(place);
            }
        }

        private void add(int place, Observation observation, long worth) {
            if (worth != 0 && values.isEmpty()) {
                values.addAll(Collections.nCopies(all.size(), 0L));
            }
            if (worth != 0 || !values.isEmpty()) {
                values.add(place, worth);
            }
            all.add(place, observation);
        }

        private Occurrences occurrences() {
            return new Occurrences(all, values);
        }
    }
}
