package dmp.segment.matching;

import java.util.Arrays;
import java.util.Objects;

/**
 * Which bits each cell of each dimension sets and clears. A bit is a slot and a column of the layer in one number; the slot
 * after the last rules the column out.
 *
 * <p>Place 0 of a dimension is hit by every cell but 0, another place by one cell, or by one bucket of cells when the
 * dimension has many: then a run tells which of them really do.
 */
final class Hits {

    /** More cells than that are put into buckets, if they are ordered. */
    static final int MANY = 64;

    /** Numbers to work in for each cell. */
    static final int LIST = 4;

    /** The lower bits of a bit are its column. */
    private static final int SLOT = 24;

    private final int[] base;
    private final int[][] buckets;
    /** By place: where its clears start, and where its sets start, which end where the next place begins. */
    private final int[] start;

    private final int[] bits;
    private final int[] runStart;
    /** Bit, first cell, length less one; bit, first cell, … */
    private final int[] runs;

    private Hits(int[] base, int[][] buckets, int[] start, int[] bits, int[] runStart, int[] runs) {
        this.base = base;
        this.buckets = buckets;
        this.start = start;
        this.bits = bits;
        this.runStart = runStart;
        this.runs = runs;
    }

    static int bit(int slot, int column) {
        return slot << SLOT | Objects.checkIndex(column, 1 << SLOT);
    }

    static int slot(int bit) {
        return bit >>> SLOT;
    }

    static int column(int bit) {
        return bit & (1 << SLOT) - 1;
    }

    /** Which word of its slot a bit is in. */
    static int word(int bit) {
        return column(bit) >>> 6;
    }

    /**
     * Clears and sets the bits of all cells of a profile.
     *
     * @param lists to work in, {@link #LIST} numbers for each cell
     */
    void all(CellState state, int[] lists, long[][] slots) {
        int size = findLists(state, lists, 0);
        for (int i = 0; i < size; i += 2) {
            clear(lists[i], lists[i + 1], slots);
        }
        size = findLists(state, lists, 1);
        for (int i = 0; i < size; i += 2) {
            set(lists[i], lists[i + 1], slots);
        }
        for (int i = 0; i < state.touchedSize(); i++) {
            int dimension = state.touched(i);
            int cell = state.cells[dimension];
            if (buckets[dimension] != null && cell > 0) {
                setRuns(place(dimension, cell), cell, slots);
            }
        }
    }

    /**
     * Looks up the lists of bits to clear (0) or to set (1) before any is read: looking up one does not wait for another, so
     * the processor does several at a time.
     */
    private int findLists(CellState state, int[] lists, int which) {
        int size = 0;
        for (int i = 0; i < state.touchedSize(); i++) {
            int dimension = state.touched(i);
            int cell = state.cells[dimension];
            int first = base[dimension];
            if (first >= 0 && cell > 0) {
                // What is written of an empty list is written over by the next.
                int known = 2 * first + which;
                lists[size] = start[known];
                lists[size + 1] = start[known + 1];
                size += lists[size] < lists[size + 1] ? 2 : 0;
                int own = 2 * place(dimension, cell) + which;
                lists[size] = start[own];
                lists[size + 1] = start[own + 1];
                size += lists[size] < lists[size + 1] ? 2 : 0;
            }
        }
        return size;
    }

    private void set(int from, int to, long[][] slots) {
        for (int i = from; i < to; i++) {
            slots[slot(bits[i])][word(bits[i])] |= 1L << bits[i];
        }
    }

    private int place(int dimension, int cell) {
        int[] cellToBucket = buckets[dimension];
        return base[dimension] + (cellToBucket == null ? cell : cellToBucket[cell]);
    }

    private void clear(int from, int to, long[][] slots) {
        for (int i = from; i < to; i++) {
            slots[slot(bits[i])][word(bits[i])] &= ~(1L << bits[i]);
        }
    }

    private void setRuns(int place, int cell, long[][] slots) {
        int end = runStart[place + 1];
        for (int i = runStart[place]; i < end; i++) {
            int bit = runs[3 * i];
            long in = Integer.compareUnsigned(cell - runs[3 * i + 1], runs[3 * i + 2]) <= 0 ? 1L : 0L;
            slots[slot(bit)][word(bit)] |= in << bit;
        }
    }

    /**
     * Goes from one cell of a dimension to another.
     *
     * @param cells of the profile as they are when all that has changed is known
     */
    void change(int dimension, int from, int to, long[][] slots, BitConditions conditions, int[] cells) {
        if (base[dimension] < 0) {
            return;
        }
        int old = from == 0 ? -1 : place(dimension, from);
        int fresh = to == 0 ? -1 : place(dimension, to);
        boolean isBucket = buckets[dimension] != null;
        if (from == 0) {
            arrive(base[dimension], slots, conditions, cells);
        } else if (to == 0) {
            leave(base[dimension], slots, conditions, cells);
        }
        // Left before arrived at: a condition that holds in both cells holds at the end.
        if (old >= 0 && old != fresh) {
            leave(old, slots, conditions, cells);
        }
        if (old >= 0 && isBucket) {
            leaveRuns(old, from, slots, conditions, cells);
        }
        if (fresh >= 0 && old != fresh) {
            arrive(fresh, slots, conditions, cells);
        }
        if (fresh >= 0 && isBucket) {
            setRuns(fresh, to, slots);
        }
    }

    private void arrive(int place, long[][] slots, BitConditions conditions, int[] cells) {
        for (int i = start[2 * place]; i < start[2 * place + 1]; i++) {
            conditions.end(bits[i], slots, cells);
        }
        set(start[2 * place + 1], start[2 * place + 2], slots);
    }

    private void leave(int place, long[][] slots, BitConditions conditions, int[] cells) {
        set(start[2 * place], start[2 * place + 1], slots);
        for (int i = start[2 * place + 1]; i < start[2 * place + 2]; i++) {
            conditions.end(bits[i], slots, cells);
        }
    }

    private void leaveRuns(int place, int cell, long[][] slots, BitConditions conditions, int[] cells) {
        for (int i = runStart[place]; i < runStart[place + 1]; i++) {
            if (Integer.compareUnsigned(cell - runs[3 * i + 1], runs[3 * i + 2]) <= 0) {
                conditions.end(runs[3 * i], slots, cells);
            }
        }
    }

    /** Collects what cells hit. */
    static final class Builder {

        private final Dimensions dimensions;
        private final int[] base;
        private final Buckets[] buckets;
        private int places;
        private final Postings bits = new Postings();
        private final Postings runs = new Postings();
        private int[] run = new int[1 << 10];
        private int runSize;

        Builder(Dimensions dimensions) {
            this.dimensions = dimensions;
            base = new int[dimensions.size()];
            Arrays.fill(base, -1);
            buckets = new Buckets[dimensions.size()];
        }

        /** True when all cells of the condition can be told, for a condition that needs something to be known. */
        boolean canSet(int dimension, Cells cells) {
            return !cells.has(0)
                    && (cells.equals(Cells.KNOWN) || !isExact(dimension) || !cells.has(AttributeDimensions.OTHER));
        }

        /** True when all cells that refute the condition can be told, for one that holds when nothing is known. */
        boolean canClear(int dimension, Cells cells) {
            return cells.has(0) && !isMany(dimension) && canSet(dimension, cells.not());
        }

        private boolean isExact(int dimension) {
            return dimensions.kind(dimension) == Dimensions.Kind.EXACT;
        }

        private boolean isMany(int dimension) {
            return !isExact(dimension) && dimensions.cells(dimension) > MANY;
        }

        /** The cells set the bit. */
        void set(int dimension, Cells cells, int bit) {
            add(dimension, cells, bit, true);
        }

        /** The cells clear the bit. */
        void clear(int dimension, Cells cells, int bit) {
            add(dimension, cells, bit, false);
        }

        private void add(int dimension, Cells cells, int bit, boolean sets) {
            int first = base(dimension);
            if (cells.equals(Cells.KNOWN)) {
                add(first, bit, sets);
                return;
            }
            int last = dimensions.cells(dimension) - 1;
            for (int run = 0; run < cells.runs(); run++) {
                int from = cells.first(run);
                int to = Math.min(last, cells.last(run));
                if (buckets[dimension] == null) {
                    for (int cell = from; cell <= to; cell++) {
                        add(first + cell, bit, sets);
                    }
                } else {
                    addBuckets(buckets[dimension], first, from, to, bit);
                }
            }
        }

        private void addBuckets(Buckets of, int first, int from, int to, int bit) {
            for (int bucket = of.cellToBucket[from]; bucket <= of.cellToBucket[to]; bucket++) {
                if (of.first(bucket) >= from && of.last(bucket) <= to) {
                    add(first + bucket, bit, true);
                } else {
                    addRun(first + bucket, from, to, bit);
                }
            }
        }

        /** The cells of this run set the bit; all are in one bucket. */
        private void addRun(int place, int from, int to, int bit) {
            if (3 * runSize + 3 > run.length) {
                run = Arrays.copyOf(run, 2 * run.length);
            }
            run[3 * runSize] = bit;
            run[3 * runSize + 1] = from;
            run[3 * runSize + 2] = to - from;
            runs.add(place, runSize++);
        }

        private void add(int place, int bit, boolean sets) {
            bits.add(2 * place + (sets ? 1 : 0), bit);
        }

        private int base(int dimension) {
            if (base[dimension] < 0) {
                base[dimension] = places;
                if (isMany(dimension)) {
                    buckets[dimension] = Buckets.of(dimensions.kind(dimension), dimensions.cells(dimension));
                    places += buckets[dimension].size;
                } else {
                    places += Math.max(2, dimensions.cells(dimension));
                }
            }
            return base[dimension];
        }

        Hits build() {
            int[] start = bits.start(2 * places);
            int[] runStart = runs.start(places);
            int[] order = runs.values(runStart);
            int[] ordered = new int[3 * runSize];
            for (int i = 0; i < order.length; i++) {
                System.arraycopy(run, 3 * order[i], ordered, 3 * i, 3);
            }
            int[][] cellToBucket = new int[buckets.length][];
            for (int dimension = 0; dimension < buckets.length; dimension++) {
                cellToBucket[dimension] = buckets[dimension] == null ? null : buckets[dimension].cellToBucket;
            }
            return new Hits(base, cellToBucket, start, bits.values(start), runStart, ordered);
        }
    }
}
