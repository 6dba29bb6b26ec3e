package dmp.profile.identity;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The identifiers that belong together, seen from one of them.
 *
 * @param identifiers that one first, then the closest, those equally close by name
 * @param leftOut those that are known to belong to it but were left out, and why; those behind them are not known
 * @param endsToDay what links them: the two ends, matched how, and the day they were last seen together so, in days since 1970 (UTC)
 */
public record Component(List<String> identifiers, SortedMap<String, Reason> leftOut, SortedMap<Ends, Long> endsToDay) {

    /** @param other comes after {@code one} in the order of names */
    public record Ends(String one, String other, int matchMethod) implements Comparable<Ends> {

        static Ends of(String some, String other, int matchMethod) {
            return some.compareTo(other) < 0 ? new Ends(some, other, matchMethod) : new Ends(other, some, matchMethod);
        }

        @Override
        public int compareTo(Ends other) {
            int order = one.compareTo(other.one);
            if (order == 0) {
                order = this.other.compareTo(other.other);
            }
            return order == 0 ? Integer.compare(matchMethod, other.matchMethod) : order;
        }
    }

    /** Why an identifier is not united with others though it is linked to them. */
    public enum Reason {
        /** It has too many links itself, or its only way to the others is through one that has. */
        HUB,
        /** It is more links away than are followed. */
        DEPTH,
        /** So many that are closer are united already. */
        SIZE;

        /** As people read it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Component {
        identifiers = List.copyOf(identifiers);
        leftOut = Collections.unmodifiableSortedMap(leftOut);
        endsToDay = Collections.unmodifiableSortedMap(endsToDay);
    }

    /** The closest ones only. */
    public Component closest(int size) {
        if (identifiers.size() <= size) {
            return this;
        }
        SortedMap<String, Reason> more = new TreeMap<>(leftOut);
        identifiers.subList(size, identifiers.size()).forEach(identifier -> more.put(identifier, Reason.SIZE));
        SortedMap<Ends, Long> fewer = new TreeMap<>(endsToDay);
        fewer.keySet().removeIf(ends -> more.containsKey(ends.one()) || more.containsKey(ends.other()));
        return new Component(identifiers.subList(0, size), more, fewer);
    }

    /** All but the one it is seen from. */
    public List<String> others() {
        return identifiers.subList(1, identifiers.size());
    }
}
