package dmp.e2e;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Two sets that must be equal, identifier by identifier, and where they are not. */
public record Comparison(String what, TreeSet<String> missing, TreeSet<String> surplus, int expected) {

    // So many of each kind are shown; the count is always whole.
    private static final int SHOWN = 10;

    public static Comparison of(String what, Collection<String> expected, Collection<String> actual) {
        TreeSet<String> missing = new TreeSet<>(expected);
        missing.removeAll(actual);
        TreeSet<String> surplus = new TreeSet<>(actual);
        surplus.removeAll(expected);
        return new Comparison(what, missing, surplus, expected.size());
    }

    public boolean isEqual() {
        return missing.isEmpty() && surplus.isEmpty();
    }

    /** A line when equal, else what is missing and what is too much. */
    public List<String> lines() {
        if (isEqual()) {
            return List.of("equal: %s (%d)".formatted(what, expected));
        }
        List<String> lines = new ArrayList<>();
        lines.add("DIFFERENT: %s: %d expected, %d missing, %d too many"
                .formatted(what, expected, missing.size(), surplus.size()));
        addShown(lines, "missing", missing);
        addShown(lines, "too many", surplus);
        return lines;
    }

    private static void addShown(List<String> lines, String kind, Set<String> identifiers) {
        identifiers.stream().limit(SHOWN).forEach(identifier -> lines.add("  " + kind + ": " + identifier));
    }

    @Override
    public String toString() {
        return String.join(System.lineSeparator(), lines());
    }
}
