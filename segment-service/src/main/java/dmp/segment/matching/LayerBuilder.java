package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Decides for each part of each column's conjunction how it is told: by rows, by hits, or by a program when neither can.
 */
final class LayerBuilder {

    /** Rows of a dimension are worth their memory traffic when at least one column in so many asks about it. */
    private static final int RARE = 100;

    /** With fewer columns than this, rows spare nothing. */
    private static final int FEW = 128;

    /**
     * So many parts of a column are told by hits at most; what is beyond is left to its program. Beside the rows, the most
     * selective part leaves so few columns that setting the bits of more parts costs more than to ask these few.
     */
    private static final int MOST_SLOTS = 1;

    private final Dimensions dimensions;
    private final Selectivity selectivity;
    private final Hits.Builder hits;
    private final List<Column> columns = new ArrayList<>();
    private int[] rowDimensions = new int[0];
    private Buckets[] buckets = new Buckets[0];
    private final int[] dimensionToRow;

    /** A part that is told by hits, and how likely it is to hold. */
    private record Slot(List<Formula.On> anyOf, double probability) {

        /** Nothing that is known is needed for it to hold. */
        boolean holdsByDefault() {
            return anyOf.stream().anyMatch(on -> on.cells().has(0));
        }
    }

    private static final class Column {
        final int rule;
        final Formula whole;
        final List<Slot> slots = new ArrayList<>();
        /** Conditions told by rows. */
        final List<Formula.On> rows = new ArrayList<>();
        /** Conditions that are false in these cells only, which therefore rule the column out. */
        final List<Formula.On> excluded = new ArrayList<>();

        final List<Formula> left = new ArrayList<>();
        boolean isAnchored;

        Column(int rule, Formula whole) {
            this.rule = rule;
            this.whole = whole;
        }

        List<Formula> parts() {
            return whole instanceof Formula.All(List<Formula> parts) ? parts : List.of(whole);
        }
    }

    /** What becomes of a column in the index. */
    interface Sink {
        void column(int column, int rule, Formula whole, Formula left);
    }

    LayerBuilder(Dimensions dimensions, Selectivity selectivity) {
        this.dimensions = dimensions;
        this.selectivity = selectivity;
        hits = new Hits.Builder(dimensions);
        dimensionToRow = new int[dimensions.size()];
        Arrays.fill(dimensionToRow, -1);
    }

    void add(int rule, Formula formula) {
        columns.add(new Column(rule, formula));
    }

    Layer build(int firstWord, Sink sink) {
        if (columns.size() >= FEW) {
            findRowDimensions();
        }
        columns.forEach(this::tell);
        // Columns of one anchor lie side by side, so that few words come into question.
        columns.sort(Comparator.comparingInt((Column column) -> anchorDimension(column))
                .thenComparingInt(LayerBuilder::anchorCell)
                .thenComparingInt(column -> column.rule));
        int words = (columns.size() + 63) / 64;
        int slots = columns.stream()
                .mapToInt(column -> column.isAnchored ? column.slots.size() : column.slots.size() + 1)
                .max()
                .orElse(1);
        long[][] defaults = new long[slots][words];
        for (long[] slot : defaults) {
            Arrays.fill(slot, -1L);
        }
        if (columns.size() % 64 != 0) {
            // No columns are there.
            defaults[0][words - 1] = (1L << columns.size()) - 1;
        }
        long[][][] rows = new long[rowDimensions.length][][];
        for (int i = 0; i < rowDimensions.length; i++) {
            rows[i] = new long[buckets[i].size][words];
            for (long[] row : rows[i]) {
                Arrays.fill(row, -1L);
            }
        }
        long[] checked = new long[words];
        BitConditions.Builder conditions = new BitConditions.Builder(selectivity, slots + 1, columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            writeSlots(column, i, defaults, conditions);
            List<Formula.On> exclusions = new ArrayList<>();
            for (Formula.On excluded : column.excluded) {
                exclusions.add(
                        new Formula.On(excluded.dimension(), excluded.cells().not()));
            }
            for (Formula.On on : column.rows) {
                writeRows(on, i, rows, exclusions);
            }
            for (Formula.On exclusion : exclusions) {
                hits.set(exclusion.dimension(), exclusion.cells(), Hits.bit(slots, i));
            }
            conditions.add(slots, i, exclusions);
            if (!column.left.isEmpty()) {
                checked[i >>> 6] |= 1L << i;
            }
            sink.column(64 * firstWord + i, column.rule, column.whole, Formula.all(column.left));
        }
        return new Layer(
                firstWord,
                words,
                slots,
                defaults,
                hits.build(),
                conditions.build(),
                rowDimensions,
                Arrays.stream(buckets).map(bucket -> bucket.cellToBucket).toArray(int[][]::new),
                dimensionToRow,
                rows,
                checked);
    }

    /** Those that many columns ask about, the one that rules out most first. */
    private void findRowDimensions() {
        int[] asking = new int[dimensions.size()];
        double[] ruledOut = new double[dimensions.size()];
        for (Column column : columns) {
            for (Formula part : column.parts()) {
                if (part instanceof Formula.On(int dimension, Cells cells)) {
                    asking[dimension]++;
                    ruledOut[dimension] += 1 - selectivity.of(dimension, cells);
                }
            }
        }
        rowDimensions = IntStream.range(0, dimensions.size())
                .filter(dimension -> asking[dimension] > columns.size() / RARE)
                .boxed()
                .sorted(Comparator.comparingDouble(dimension -> -ruledOut[dimension]))
                .mapToInt(Integer::intValue)
                .toArray();
        buckets = new Buckets[rowDimensions.length];
        for (int i = 0; i < rowDimensions.length; i++) {
            int dimension = rowDimensions[i];
            dimensionToRow[dimension] = i;
            buckets[i] = Buckets.of(dimensions.kind(dimension), dimensions.cells(dimension));
        }
    }

    private void tell(Column column) {
        for (Formula part : column.parts()) {
            if (part instanceof Formula.On on) {
                tell(on, column);
            } else {
                Slot slot = slot(part);
                if (slot == null) {
                    column.left.add(part);
                } else {
                    column.slots.add(slot);
                }
            }
        }
        column.slots.sort(Comparator.comparing(Slot::holdsByDefault).thenComparingDouble(Slot::probability));
        if (column.slots.isEmpty() || column.slots.getFirst().holdsByDefault()) {
            Slot anchor = anchor(column.left);
            if (anchor != null) {
                column.slots.addFirst(anchor);
            }
        }
        column.isAnchored = !column.slots.isEmpty() && !column.slots.getFirst().holdsByDefault();
        while (column.slots.size() > MOST_SLOTS) {
            column.left.add(Formula.any(List.copyOf(column.slots.removeLast().anyOf)));
        }
    }

    private void tell(Formula.On on, Column column) {
        int row = dimensionToRow[on.dimension()];
        boolean ordered = dimensions.kind(on.dimension()) != Dimensions.Kind.EXACT;
        if (row >= 0 && (ordered || buckets[row].tellApart(on.cells()))) {
            column.rows.add(on);
        } else if (hits.canSet(on.dimension(), on.cells())) {
            column.slots.add(new Slot(List.of(on), selectivity.of(on)));
        } else if (on.cells().has(0) && hits.canSet(on.dimension(), on.cells().not())) {
            column.excluded.add(on);
        } else {
            column.left.add(on);
        }
    }

    /** A disjunction as a slot, or null when hits cannot tell it exactly. */
    private Slot slot(Formula part) {
        if (!(part instanceof Formula.Any(List<Formula> anyOf))) {
            return null;
        }
        List<Formula.On> conditions = new ArrayList<>();
        int byDefault = 0;
        for (Formula each : anyOf) {
            if (!(each instanceof Formula.On on)) {
                return null;
            }
            boolean clears = hits.canClear(on.dimension(), on.cells());
            byDefault += clears ? 1 : 0;
            if (!clears && !hits.canSet(on.dimension(), on.cells())) {
                return null;
            }
            conditions.add(on);
        }
        // Of two that hold by default, one alone being refuted would have to leave the bit as it is.
        return byDefault > 1 ? null : new Slot(conditions, selectivity.of(part));
    }

    /** What must be known for the parts left to a program to hold. */
    private Slot anchor(List<Formula> left) {
        Anchor anchor = Anchor.of(new Formula.All(left), dimensions, selectivity);
        return anchor == null
                ? null
                : new Slot(anchor.at().stream().map(place -> on(place)).toList(), anchor.probability());
    }

    private Formula.On on(Anchor.Place place) {
        return new Formula.On(place.dimension(), place.cell() == Anchor.KNOWN ? Cells.KNOWN : Cells.of(place.cell()));
    }

    private static int anchorDimension(Column column) {
        return column.isAnchored ? column.slots.getFirst().anyOf.getFirst().dimension() : -1;
    }

    private static int anchorCell(Column column) {
        return column.isAnchored
                ? column.slots.getFirst().anyOf.getFirst().cells().first(0)
                : -1;
    }

    private void writeSlots(Column column, int i, long[][] defaults, BitConditions.Builder conditions) {
        int slot = column.isAnchored ? 0 : 1;
        for (Slot each : column.slots) {
            int bit = Hits.bit(slot, i);
            if (!each.holdsByDefault()) {
                defaults[slot][i >>> 6] &= ~(1L << i);
            }
            conditions.add(slot, i, each.anyOf);
            for (Formula.On on : each.anyOf) {
                if (on.cells().has(0)) {
                    hits.clear(on.dimension(), on.cells().not(), bit);
                } else {
                    hits.set(on.dimension(), on.cells(), bit);
                }
            }
            slot++;
        }
    }

    /** Where a bucket is half in and half out, its row lets the column pass, and the cells that are out are to exclude it. */
    private void writeRows(Formula.On on, int i, long[][][] rows, List<Formula.On> exclusions) {
        int row = dimensionToRow[on.dimension()];
        Buckets of = buckets[row];
        long in = of.touchedBy(on.cells());
        long out = of.touchedBy(on.cells().not());
        for (int bucket = 0; bucket < of.size; bucket++) {
            if ((in >>> bucket & 1) == 0) {
                rows[row][bucket][i >>> 6] &= ~(1L << i);
            } else if ((out >>> bucket & 1) != 0) {
                Cells part = Cells.between(of.first(bucket), of.last(bucket));
                exclusions.add(new Formula.On(on.dimension(), on.cells().not().and(part)));
            }
        }
    }
}
