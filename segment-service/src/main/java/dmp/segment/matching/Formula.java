package dmp.segment.matching;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A rule over cells, without negation: a negated condition is the complement of its cells. Conditions on the same dimension
 * next to one another are one condition, so that {@code in ("a", "b")} or {@code x >= 1 and x <= 5} is a single set of cells.
 */
sealed interface Formula {

    /** The profile's cell of this dimension is one of these. Neither none nor all of them. */
    record On(int dimension, Cells cells) implements Formula {}

    /** All of these; true when there are none. */
    record All(List<Formula> parts) implements Formula {}

    /** At least one of these; false when there are none. */
    record Any(List<Formula> parts) implements Formula {}

    Formula TRUE = new All(List.of());
    Formula FALSE = new Any(List.of());

    static Formula on(int dimension, Cells cells) {
        return cells.isNone() ? FALSE : cells.isAll() ? TRUE : new On(dimension, cells);
    }

    static Formula constant(boolean truth) {
        return truth ? TRUE : FALSE;
    }

    static Formula all(List<Formula> parts) {
        return merged(parts, true);
    }

    static Formula any(List<Formula> parts) {
        return merged(parts, false);
    }

    private static Formula merged(List<Formula> parts, boolean conjunction) {
        Map<Integer, Cells> dimensionToCells = new LinkedHashMap<>();
        List<Formula> rest = new ArrayList<>();
        if (!collect(parts, conjunction, dimensionToCells, rest)) {
            return constant(!conjunction);
        }
        List<Formula> result = new ArrayList<>(dimensionToCells.size() + rest.size());
        for (Map.Entry<Integer, Cells> entry : dimensionToCells.entrySet()) {
            Formula on = on(entry.getKey(), entry.getValue());
            if (on.equals(constant(!conjunction))) {
                return on;
            }
            if (!on.equals(constant(conjunction))) {
                result.add(on);
            }
        }
        result.addAll(rest);
        if (result.size() == 1) {
            return result.getFirst();
        }
        return conjunction ? new All(List.copyOf(result)) : new Any(List.copyOf(result));
    }

    /** Flattens; false when one part alone decides the whole. */
    private static boolean collect(
            List<Formula> parts, boolean conjunction, Map<Integer, Cells> dimensionToCells, List<Formula> rest) {
        for (Formula part : parts) {
            switch (part) {
                case On(int dimension, Cells cells) ->
                    dimensionToCells.merge(dimension, cells, conjunction ? Cells::and : Cells::or);
                case All(List<Formula> inner) -> {
                    if (conjunction) {
                        if (!collect(inner, true, dimensionToCells, rest)) {
                            return false;
                        }
                    } else if (inner.isEmpty()) {
                        return false;
                    } else {
                        rest.add(part);
                    }
                }
                case Any(List<Formula> inner) -> {
                    if (!conjunction) {
                        if (!collect(inner, false, dimensionToCells, rest)) {
                            return false;
                        }
                    } else if (inner.isEmpty()) {
                        return false;
                    } else {
                        rest.add(part);
                    }
                }
            }
        }
        return true;
    }
}
