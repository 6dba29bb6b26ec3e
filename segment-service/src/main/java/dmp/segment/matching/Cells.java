package dmp.segment.matching;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A set of cells of one dimension, as the ascending cells at which membership changes: {@code {2, 5}} is 2, 3 and 4,
 * {@code {2}} all from 2 on, {@code {0, 3}} is 0, 1 and 2.
 */
record Cells(int[] changes) {

    static final Cells NONE = new Cells(new int[0]);
    static final Cells ALL = from(0);

    /** Something is known. */
    static final Cells KNOWN = from(1);

    static Cells from(int first) {
        return new Cells(new int[] {first});
    }

    static Cells between(int first, int last) {
        return first > last ? NONE : new Cells(new int[] {first, last + 1});
    }

    static Cells of(int... cells) {
        return IntStream.of(cells)
                .sorted()
                .mapToObj(cell -> between(cell, cell))
                .reduce(Cells::or)
                .orElse(NONE);
    }

    boolean isNone() {
        return changes.length == 0;
    }

    boolean isAll() {
        return changes.length == 1 && changes[0] == 0;
    }

    boolean has(int cell) {
        int before = 0;
        while (before < changes.length && changes[before] <= cell) {
            before++;
        }
        return (before & 1) == 1;
    }

    Cells not() {
        if (changes.length > 0 && changes[0] == 0) {
            return new Cells(Arrays.copyOfRange(changes, 1, changes.length));
        }
        int[] negated = new int[changes.length + 1];
        System.arraycopy(changes, 0, negated, 1, changes.length);
        return new Cells(negated);
    }

    Cells and(Cells other) {
        return combined(other, true);
    }

    Cells or(Cells other) {
        return combined(other, false);
    }

    private Cells combined(Cells other, boolean both) {
        int[] a = changes;
        int[] b = other.changes;
        int[] result = new int[a.length + b.length];
        int size = 0;
        boolean in = false;
        for (int i = 0, j = 0; i < a.length || j < b.length; ) {
            int cell = Math.min(i < a.length ? a[i] : Integer.MAX_VALUE, j < b.length ? b[j] : Integer.MAX_VALUE);
            if (i < a.length && a[i] == cell) {
                i++;
            }
            if (j < b.length && b[j] == cell) {
                j++;
            }
            boolean inA = (i & 1) == 1;
            boolean inB = (j & 1) == 1;
            boolean now = both ? inA && inB : inA || inB;
            if (now != in) {
                result[size++] = cell;
                in = now;
            }
        }
        return new Cells(Arrays.copyOf(result, size));
    }

    /** How many runs of neighbouring cells there are. */
    int runs() {
        return (changes.length + 1) / 2;
    }

    int first(int run) {
        return changes[2 * run];
    }

    /** The last cell of the run; {@link Integer#MAX_VALUE} when it has no end. */
    int last(int run) {
        return 2 * run + 1 < changes.length ? changes[2 * run + 1] - 1 : Integer.MAX_VALUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells cells && Arrays.equals(changes, cells.changes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(changes);
    }

    @Override
    public String toString() {
        return Arrays.toString(changes);
    }
}
