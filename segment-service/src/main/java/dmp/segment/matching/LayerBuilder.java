package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** Decides for the columns of one layer where each is hung, which dimensions get rows, and what is left to check. */
final class LayerBuilder {

    /** An anchor that more than this share of profiles has spares too little; then rows do better. */
    private static final double BROAD = 0.3;

    /** Rows of a dimension are worth their memory traffic when at least one column in so many asks about it. */
    private static final int RARE = 100;

    /** In a layer of fewer columns than this, every column is simply checked. */
    private static final int FEW = 128;

    private final Dimensions dimensions;
    private final Selectivity selectivity;
    private final List<Hung> columns = new ArrayList<>();

    /**
     * One column.
     *
     * @param rest the parts of its conjunction that its anchor does not decide
     */
    private record Hung(int rule, Formula whole, Anchor anchor, List<Formula> rest) {}

    /** What becomes of a column in the index. */
    interface Sink {
        void column(int column, int rule, Formula whole, Formula residual);
    }

    LayerBuilder(Dimensions dimensions, Selectivity selectivity) {
        this.dimensions = dimensions;
        this.selectivity = selectivity;
    }

    void add(int rule, Formula formula) {
        List<Formula> rest = formula instanceof Formula.All(List<Formula> parts) ? parts : List.of(formula);
        Anchor best = null;
        Formula hung = null;
        for (Formula part : rest) {
            Anchor anchor = Anchor.of(part, dimensions, selectivity);
            if (anchor != null
                    && anchor.probability() <= BROAD
                    && (best == null || anchor.probability() < best.probability())) {
                best = anchor;
                hung = part;
            }
        }
        if (best != null && best.exact()) {
            rest = new ArrayList<>(rest);
            rest.remove(hung);
        }
        columns.add(new Hung(rule, formula, best, rest));
    }

    Layer build(int firstWord, Sink sink) {
        boolean filtered = columns.size() >= FEW;
        // Columns of one anchor lie side by side, so that few words have candidates.
        columns.sort(Comparator.comparingInt((Hung hung) -> place(hung, Anchor.Place::dimension))
                .thenComparingInt(hung -> place(hung, Anchor.Place::cell))
                .thenComparingInt(Hung::rule));
        int words = (columns.size() + 63) / 64;
        int[] rowDimensions = filtered ? rowDimensions() : new int[0];
        Buckets[] buckets = IntStream.of(rowDimensions)
                .mapToObj(dimension -> Buckets.of(dimensions.kind(dimension), dimensions.cells(dimension)))
                .toArray(Buckets[]::new);
        int[] rowBase = new int[rowDimensions.length];
        int[] dimensionToRow = new int[dimensions.size()];
        Arrays.fill(dimensionToRow, -1);
        int size = 0;
        for (int i = 0; i < rowDimensions.length; i++) {
            dimensionToRow[rowDimensions[i]] = i;
            rowBase[i] = size;
            size = Math.addExact(size, buckets[i].size * words);
        }
        long[] rows = new long[size];
        Arrays.fill(rows, -1L);
        long[] unanchored = new long[words];
        for (int i = 0; i < columns.size(); i++) {
            Hung hung = columns.get(i);
            int column = 64 * firstWord + i;
            if (hung.anchor == null || !filtered) {
                unanchored[i >>> 6] |= 1L << i;
            }
            List<Formula> left = new ArrayList<>();
            for (Formula part : filtered ? hung.rest : List.of(hung.whole)) {
                if (part instanceof Formula.On(int dimension, Cells cells) && dimensionToRow[dimension] >= 0) {
                    int row = dimensionToRow[dimension];
                    long touched = buckets[row].touchedBy(cells);
                    for (int bucket = 0; bucket < buckets[row].size; bucket++) {
                        if ((touched >>> bucket & 1) == 0) {
                            rows[rowBase[row] + bucket * words + (i >>> 6)] &= ~(1L << i);
                        }
                    }
                    if (buckets[row].tellApart(cells)) {
                        continue;
                    }
                }
                left.add(part);
            }
            sink.column(column, hung.rule, hung.whole, Formula.all(left));
        }
        Anchors anchors = filtered ? anchors(firstWord) : Anchors.none(dimensions.size());
        return new Layer(
                firstWord,
                firstWord + words,
                unanchored,
                anchors.base,
                anchors.isExact,
                anchors.start,
                anchors.columns,
                rowDimensions,
                Arrays.stream(buckets).map(bucket -> bucket.cellToBucket).toArray(int[][]::new),
                rowBase,
                rows);
    }

    private static int place(Hung hung, ToIntFunction<Anchor.Place> part) {
        return hung.anchor == null ? -1 : part.applyAsInt(hung.anchor.at().getFirst());
    }

    /** Those that many columns ask about, the one that rules out most first. */
    private int[] rowDimensions() {
        int[] asking = new int[dimensions.size()];
        double[] ruledOut = new double[dimensions.size()];
        for (Hung hung : columns) {
            for (Formula part : hung.rest) {
                if (part instanceof Formula.On(int dimension, Cells cells)) {
                    asking[dimension]++;
                    ruledOut[dimension] += 1 - selectivity.of(dimension, cells);
                }
            }
        }
        return IntStream.range(0, dimensions.size())
                .filter(dimension -> asking[dimension] > 0 && asking[dimension] >= columns.size() / RARE)
                .boxed()
                .sorted(Comparator.comparingDouble(dimension -> -ruledOut[dimension]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private record Anchors(int[] base, boolean[] isExact, int[] start, int[] columns) {
        static Anchors none(int dimensions) {
            int[] base = new int[dimensions];
            Arrays.fill(base, -1);
            return new Anchors(base, new boolean[dimensions], new int[0], new int[0]);
        }
    }

    private Anchors anchors(int firstWord) {
        int[] base = new int[dimensions.size()];
        boolean[] isExact = new boolean[dimensions.size()];
        Arrays.fill(base, -1);
        Postings postings = new Postings();
        int places = 0;
        for (int i = 0; i < columns.size(); i++) {
            Hung hung = columns.get(i);
            if (hung.anchor != null) {
                for (Anchor.Place at : hung.anchor.at()) {
                    if (base[at.dimension()] < 0) {
                        boolean exact = dimensions.kind(at.dimension()) == Dimensions.Kind.EXACT;
                        isExact[at.dimension()] = exact;
                        base[at.dimension()] = places;
                        places += exact ? Math.max(2, dimensions.cells(at.dimension())) : 2;
                    }
                    postings.add(base[at.dimension()] + at.cell(), 64 * firstWord + i);
                }
            }
        }
        int[] start = postings.start(places);
        return new Anchors(base, isExact, start, postings.values(start));
    }
}
