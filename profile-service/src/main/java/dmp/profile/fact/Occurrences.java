package dmp.profile.fact;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The realisations of one trait from one source: a set of events, at most the {@link #REMEMBERED} latest. An event that was
 * told of twice with different times counts once, at its latest time.
 *
 * @param observations ascending, each event once
 */
public record Occurrences(List<Observation> observations) {

    /** A frequency saturates here; no rule asks for more, and a value in Redis stays below about 10 KB a trait. */
    public static final int REMEMBERED = 1_000;

    static final Occurrences NONE = new Occurrences(List.of());

    public Occurrences {
        observations = List.copyOf(observations);
    }

    Occurrences with(Observation observation) {
        int known = indexOf(observation.event());
        if (known >= 0 && observations.get(known).at() >= observation.at()) {
            return this;
        }
        List<Observation> all = new ArrayList<>(observations);
        if (known >= 0) {
            all.remove(known);
        }
        all.add(-Collections.binarySearch(all, observation) - 1, observation);
        if (all.size() > REMEMBERED) {
            all.removeFirst();
        }
        return new Occurrences(all);
    }

    /** All but this event, as it was told at this time. */
    Occurrences without(Observation observation) {
        int known = Collections.binarySearch(observations, observation);
        if (known < 0) {
            return this;
        }
        List<Observation> left = new ArrayList<>(observations);
        left.remove(known);
        return new Occurrences(left);
    }

    /** Some are not later than the moment. */
    boolean reachesBackTo(long moment) {
        return !observations.isEmpty() && observations.getFirst().at() <= moment;
    }

    /** Only those later than the moment. */
    Occurrences after(long moment) {
        if (!reachesBackTo(moment)) {
            return this;
        }
        return new Occurrences(observations.stream()
                .filter(observation -> observation.at() > moment)
                .toList());
    }

    boolean isEmpty() {
        return observations.isEmpty();
    }

    private int indexOf(long event) {
        for (int i = 0; i < observations.size(); i++) {
            if (observations.get(i).event() == event) {
                return i;
            }
        }
        return -1;
    }
}
