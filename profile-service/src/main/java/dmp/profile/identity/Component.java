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
 */
public record Component(List<String> identifiers, SortedMap<String, Reason> leftOut) {

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
    }

    /** The closest ones only. */
    public Component closest(int size) {
        if (identifiers.size() <= size) {
            return this;
        }
        SortedMap<String, Reason> more = new TreeMap<>(leftOut);
        identifiers.subList(size, identifiers.size()).forEach(identifier -> more.put(identifier, Reason.SIZE));
        return new Component(identifiers.subList(0, size), more);
    }

    /** All but the one it is seen from. */
    public List<String> others() {
        return identifiers.subList(1, identifiers.size());
    }
}
