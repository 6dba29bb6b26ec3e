package dmp.segment.matching;

import java.util.Arrays;

/**
 * Which bits each cell of each dimension sets and clears. A bit is {@code slot * 64 * words + column}; the slot after the
 * last rules the column out.
 *
 * <p>Place 0 of a dimension is hit by every cell but 0, another place by one cell, or by one bucket of cells when the
 * dimension has many: then a run tells which of them really do.
 */
final class Hits {

    /** More cells than that are put into buckets, if they are ordered. */
    static final int MANY = 64;

    /** Numbers to work in for each cell. */
    static final int LIST = 6;

    private final int[] base;
    private final int[][] buckets;
    /** By place: where its clears start, and where its sets start, which end where the next place begins. */
    private final int[] start;

    private final int[] bits;
    private final int[] runStart;
    /** Bit, first cell, length less one; bit, first cell, … */
    private final int[] runs;

    private final boolean anyClear;

    private Hits(int[] base, int[][] buckets, int[] start, int[] bits, int[] runStart, int[] runs, boolean anyClear) {
        this.base = base;
        this.buckets = buckets;
        this.start = start;
        this.bits = bits;
        this.runStart = runStart;
        this.runs = runs;
        this.anyClear = anyClear;
    }

    /**
     * Clears and sets the bits of all cells of a profile.
     *
     * @param lists to work in, {@link #LIST} numbers for each cell
     */
    void all(CellState state, int[] lists, long[] slots) {
        if (anyClear) {
            for (int i = 0; i < state.touchedSize(); i++) {
                int dimension = state.touched(i);
                int cell = state.cells[dimension];
                int first = base[dimension];
                if (first >= 0 && cell > 0) {
                    clear(first, slots);
                    clear(place(dimension, cell), slots);
                }
            }
        }
        setAll(findLists(state, lists), lists, slots);
    }

    /**
     * Looks up the lists of bits to set before any is read: looking up one does not wait for another, so the processor does
     * several at a time.
     */
    private int findLists(CellState state, int[] lists) {
        int size = 0;
        for (int i = 0; i < state.touchedSize(); i++) {
            int dimension = state.touched(i);
            int cell = state.cells[dimension];
            int first = base[dimension];
            if (first >= 0 && cell > 0) {
                int place = place(dimension, cell);
                lists[size] = start[2 * first + 1];
                lists[size + 1] = start[2 * first + 2];
                lists[size + 2] = start[2 * place + 1];
                lists[size + 3] = start[2 * place + 2];
                lists[size + 4] = buckets[dimension] == null ? -1 : place;
                lists[size + 5] = cell;
                size += LIST;
            }
        }
        return size;
    }

    private void setAll(int size, int[] lists, long[] slots) {
        for (int i = 0; i < size; i += LIST) {
            set(lists[i], lists[i + 1], slots);
            set(lists[i + 2], lists[i + 3], slots);
            if (lists[i + 4] >= 0) {
                setRuns(lists[i + 4], lists[i + 5], slots);
            }
        }
    }

    private void set(int from, int to, long[] slots) {
        for (int i = from; i < to; i++) {
            slots[bits[i] >>> 6] |= 1L << bits[i];
        }
    }

    private int place(int dimension, int cell) {
        int[] cellToBucket = buckets[dimension];
        return base[dimension] + (cellToBucket == null ? cell : cellToBucket[cell]);
    }

    private void clear(int place, long[] slots) {
        int end = start[2 * place + 1];
        for (int i = start[2 * place]; i < end; i++) {
            slots[bits[i] >>> 6] &= ~(1L << bits[i]);
        }
    }

    private void set(int place, long[] slots) {
        set(start[2 * place + 1], start[2 * place + 2], slots);
    }

    private void setRuns(int place, int cell, long[] slots) {
        int end = runStart[place + 1];
        for (int i = runStart[place]; i < end; i++) {
            int bit = runs[3 * i];
            long in = Integer.compareUnsigned(cell - runs[3 * i + 1], runs[3 * i + 2]) <= 0 ? 1L : 0L;
            slots[bit >>> 6] |= in << bit;
        }
    }

    /**
     * Goes from one cell of a dimension to another. A bit that may no longer be right is left as if the condition held, and
     * its column is marked as stale: then its program decides.
     *
     * @param excluding the first bit of the slot that rules out
     */
    void change(int dimension, int from, int to, long[] slots, long[] stale, int excluding) {
        if (base[dimension] < 0) {
            return;
        }
        int old = from == 0 ? -1 : place(dimension, from);
        int fresh = to == 0 ? -1 : place(dimension, to);
        boolean isBucket = buckets[dimension] != null;
        int columns = stale.length * 64;
        if (from == 0) {
            arrive(base[dimension], slots, stale, columns);
        } else if (to == 0) {
            leave(base[dimension], slots, stale, columns, excluding);
        }
        if (old == fresh && !isBucket) {
            return;
        }
        if (old >= 0 && old != fresh) {
            leave(old, slots, stale, columns, excluding);
        }
        if (old >= 0 && isBucket) {
            leaveRuns(old, from, slots, stale, columns, excluding);
        }
        if (fresh >= 0 && old != fresh) {
            arrive(fresh, slots, stale, columns);
        }
        if (fresh >= 0 && isBucket) {
            setRuns(fresh, to, slots);
        }
    }

    private void arrive(int place, long[] slots, long[] stale, int columns) {
        for (int i = start[2 * place]; i < start[2 * place + 1]; i++) {
            mark(bits[i] % columns, stale);
        }
        set(place, slots);
    }

    private void leave(int place, long[] slots, long[] stale, int columns, int excluding) {
        for (int i = start[2 * place]; i < start[2 * place + 1]; i++) {
            slots[bits[i] >>> 6] |= 1L << bits[i];
        }
        for (int i = start[2 * place + 1]; i < start[2 * place + 2]; i++) {
            leaveBit(bits[i], slots, stale, columns, excluding);
        }
    }

    private void leaveRuns(int place, int cell, long[] slots, long[] stale, int columns, int excluding) {
        for (int i = runStart[place]; i < runStart[place + 1]; i++) {
            if (Integer.compareUnsigned(cell - runs[3 * i + 1], runs[3 * i + 2]) <= 0) {
                leaveBit(runs[3 * i], slots, stale, columns, excluding);
            }
        }
    }

    private static void leaveBit(int bit, long[] slots, long[] stale, int columns, int excluding) {
        if (bit >= excluding) {
            slots[bit >>> 6] &= ~(1L << bit);
            mark(bit - excluding, stale);
        } else {
            mark(bit % columns, stale);
        }
    }

    private static void mark(int column, long[] stale) {
        stale[column >>> 6] |= 1L << column;
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
        private boolean anyClear;

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
            anyClear = true;
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
            return new Hits(base, cellToBucket, start, bits.values(start), runStart, ordered, anyClear);
        }
    }
}
