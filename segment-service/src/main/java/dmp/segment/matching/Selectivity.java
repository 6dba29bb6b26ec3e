package dmp.segment.matching;

import java.util.List;

/**
 * How likely a profile is to be in which cell: counted on a sample of profiles, or without one guessed from how often rules
 * name a value. It decides the order of checks, never their result.
 */
final class Selectivity {

    /** A guess counts as much as so many profiles of the sample. */
    private static final double GUESS = 2;

    /** By dimension: how much lies below each cell. */
    private final double[][] cumulative;

    private final double total;

    private Selectivity(double[][] cumulative, double total) {
        this.cumulative = cumulative;
        this.total = total;
    }

    static Selectivity of(Dimensions dimensions, List<? extends ProfileFacts> sample, long now) {
        int[][] counts = new int[dimensions.size()][];
        CellState state = new CellState(dimensions);
        for (ProfileFacts profile : sample) {
            state.read(profile, now);
            for (int i = 0; i < state.touchedSize(); i++) {
                int dimension = state.touched(i);
                if (counts[dimension] == null) {
                    counts[dimension] = new int[dimensions.cells(dimension)];
                }
                counts[dimension][state.cells[dimension]]++;
            }
        }
        double[][] cumulative = new double[dimensions.size()][];
        for (int dimension = 0; dimension < cumulative.length; dimension++) {
            cumulative[dimension] = cumulative(dimensions, dimension, counts[dimension], sample.size());
        }
        return new Selectivity(cumulative, sample.size() + GUESS);
    }

    private static double[] cumulative(Dimensions dimensions, int dimension, int[] counts, int sampled) {
        int cells = dimensions.cells(dimension);
        double[] result = new double[cells + 1];
        int[] mentions = dimensions.mentions(dimension);
        double allMentions = 0;
        for (int cell = 0; mentions != null && cell < cells; cell++) {
            allMentions += mentions[cell];
        }
        double known = 0;
        for (int cell = 1; cell < cells; cell++) {
            double guess = allMentions > 0 ? 0.6 * mentions[cell] / allMentions : 0.4 / (cells - 1);
            double weight = GUESS * guess + (counts == null ? 0 : counts[cell]);
            known += weight;
            result[cell + 1] = weight;
        }
        result[1] = sampled + GUESS - known;
        for (int cell = 1; cell <= cells; cell++) {
            result[cell] += result[cell - 1];
        }
        return result;
    }

    double of(int dimension, Cells cells) {
        double[] below = cumulative[dimension];
        double sum = 0;
        for (int run = 0; run < cells.runs(); run++) {
            int end = Math.min(cells.last(run), below.length - 2) + 1;
            if (cells.first(run) < end) {
                sum += below[end] - below[cells.first(run)];
            }
        }
        return Math.clamp(sum / total, 1e-6, 1 - 1e-6);
    }

    double of(Formula formula) {
        return switch (formula) {
            case Formula.On(int dimension, Cells cells) -> of(dimension, cells);
            case Formula.All(List<Formula> parts) -> {
                double all = 1;
                for (Formula part : parts) {
                    all *= of(part);
                }
                yield all;
            }
            case Formula.Any(List<Formula> parts) -> {
                double none = 1;
                for (Formula part : parts) {
                    none *= 1 - of(part);
                }
                yield 1 - none;
            }
        };
    }
}
