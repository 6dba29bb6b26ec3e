package dmp.segment.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * Something that must be known of a profile for a formula to hold: one of these cells.
 *
 * @param at where the formula hangs
 * @param exact the formula holds whenever one of the cells is the profile's
 * @param probability how likely a profile has one of them
 */
record Anchor(List<Place> at, boolean exact, double probability) {

    /** A cell of an exact dimension; of any other dimension {@link #KNOWN}. */
    record Place(int dimension, int cell) {}

    /** Any cell but 0. */
    static final int KNOWN = 1;

    /** A disjunction of more places than that is hung nowhere. */
    private static final int MOST = 1_000;

    /** The best anchor of a formula, or null when it may hold of a profile of which nothing is known. */
    static Anchor of(Formula formula, Dimensions dimensions, Selectivity selectivity) {
        return switch (formula) {
            case Formula.On(int dimension, Cells cells) -> of(dimension, cells, dimensions, selectivity);
            case Formula.All(List<Formula> parts) -> {
                Anchor best = null;
                for (Formula part : parts) {
                    Anchor anchor = of(part, dimensions, selectivity);
                    if (anchor != null && (best == null || anchor.probability < best.probability)) {
                        best = anchor;
                    }
                }
                yield best == null ? null : new Anchor(best.at, false, best.probability);
            }
            case Formula.Any(List<Formula> parts) -> {
                List<Place> at = new ArrayList<>();
                boolean exact = true;
                double none = 1;
                for (Formula part : parts) {
                    Anchor anchor = of(part, dimensions, selectivity);
                    if (anchor == null || at.size() + anchor.at.size() > MOST) {
                        yield null;
                    }
                    at.addAll(anchor.at);
                    exact &= anchor.exact;
                    none *= 1 - anchor.probability;
                }
                yield new Anchor(List.copyOf(at), exact, 1 - none);
            }
        };
    }

    private static Anchor of(int dimension, Cells cells, Dimensions dimensions, Selectivity selectivity) {
        if (cells.has(0)) {
            return null;
        }
        if (dimensions.kind(dimension) != Dimensions.Kind.EXACT || cells.has(AttributeDimensions.OTHER)) {
            return new Anchor(
                    List.of(new Place(dimension, KNOWN)),
                    cells.equals(Cells.KNOWN),
                    selectivity.of(dimension, Cells.KNOWN));
        }
        List<Place> at = new ArrayList<>();
        for (int run = 0; run < cells.runs(); run++) {
            int end = Math.min(cells.last(run), dimensions.cells(dimension) - 1);
            for (int cell = cells.first(run); cell <= end; cell++) {
                at.add(new Place(dimension, cell));
            }
        }
        return at.size() > MOST ? null : new Anchor(at, true, selectivity.of(dimension, cells));
    }
}
