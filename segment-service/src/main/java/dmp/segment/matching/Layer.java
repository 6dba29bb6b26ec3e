package dmp.segment.matching;

/**
 * The columns of rules that refer only to segments of the layers before.
 *
 * <p>Each column has up to {@code slots} bits, one for each part of its conjunction that is told by hits, and one that rules
 * it out; it comes into question when all its slots are set. Slot 0 is the anchor, the part that fewest profiles have:
 * columns are sorted by it, so that those of a profile lie in few words.
 *
 * @param firstWord of 64 columns; columns are numbered through all layers, each layer starts with a word of its own
 * @param words how many words of columns there are
 * @param slots how many slots a column can have
 * @param defaults the bits of slot after slot before anything is known of the profile: set where a column has no such slot,
 *     or where a negated condition holds until its value is hit
 * @param hits what the cells of a profile hit
 * @param conditions those of bits that have several
 * @param rowDimensions the dimensions that have rows, those that leave the fewest columns first
 * @param rowBuckets by row dimension, the bucket of each cell
 * @param dimensionToRow -1 for those that have none
 * @param rows by row dimension and bucket, a word for each word of columns: those that may hold
 * @param checked bits of the columns of which a part is left to a program
 */
record Layer(
        int firstWord,
        int words,
        int slots,
        long[][] defaults,
        Hits hits,
        BitConditions conditions,
        int[] rowDimensions,
        int[][] rowBuckets,
        int[] dimensionToRow,
        long[][][] rows,
        long[] checked) {

    /** The columns that may hold when a row dimension is in this cell. */
    long[] row(int rowDimension, int cell) {
        return rows[rowDimension][rowBuckets[rowDimension][cell]];
    }
}
