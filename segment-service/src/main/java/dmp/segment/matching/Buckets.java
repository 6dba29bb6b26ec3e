package dmp.segment.matching;

import java.util.Arrays;

/** The cells of a dimension in at most 64 buckets, so that the rows of a dimension stay few however many values it has. */
final class Buckets {

    private static final int MOST = 64;

    /** The cells of an exact dimension from this one on, which rules name least often, share the buckets from here on. */
    private static final int SHARED = 48;

    final int[] cellToBucket;
    final int size;
    private final int[] bucketToCells;
    private final int[] first;

    private Buckets(int[] cellToBucket, int size) {
        this.cellToBucket = cellToBucket;
        this.size = size;
        bucketToCells = new int[size];
        first = new int[size];
        for (int cell = cellToBucket.length - 1; cell >= 0; cell--) {
            bucketToCells[cellToBucket[cell]]++;
            first[cellToBucket[cell]] = cell;
        }
    }

    static Buckets of(Dimensions.Kind kind, int cells) {
        int[] cellToBucket = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            if (cells <= MOST) {
                cellToBucket[cell] = cell;
            } else if (kind == Dimensions.Kind.EXACT) {
                cellToBucket[cell] = cell < SHARED ? cell : SHARED + cell % (MOST - SHARED);
            } else {
                cellToBucket[cell] = cell == 0 ? 0 : 1 + (int) ((cell - 1L) * (MOST - 1) / (cells - 1));
            }
        }
        return new Buckets(cellToBucket, Math.min(cells, MOST));
    }

    /** The first cell of a bucket of an ordered dimension. */
    int first(int bucket) {
        return first[bucket];
    }

    /** The last cell of a bucket of an ordered dimension. */
    int last(int bucket) {
        return first[bucket] + bucketToCells[bucket] - 1;
    }

    /** The buckets, as bits, of which at least one cell is among these. */
    long touchedBy(Cells cells) {
        long touched = 0;
        if (cells.last(cells.runs() - 1) == Integer.MAX_VALUE) {
            int[] outside = count(cells.not());
            for (int bucket = 0; bucket < size; bucket++) {
                touched |= outside[bucket] < bucketToCells[bucket] ? 1L << bucket : 0;
            }
        } else {
            int[] inside = count(cells);
            for (int bucket = 0; bucket < size; bucket++) {
                touched |= inside[bucket] > 0 ? 1L << bucket : 0;
            }
        }
        return touched;
    }

    private int[] count(Cells cells) {
        int[] count = new int[size];
        for (int run = 0; run < cells.runs(); run++) {
            int end = Math.min(cells.last(run), cellToBucket.length - 1);
            for (int cell = cells.first(run); cell <= end; cell++) {
                count[cellToBucket[cell]]++;
            }
        }
        return count;
    }

    /** True when no bucket has cells both inside and outside. */
    boolean tellApart(Cells cells) {
        return (touchedBy(cells) & touchedBy(cells.not())) == 0;
    }

    @Override
    public String toString() {
        return Arrays.toString(bucketToCells);
    }
}
