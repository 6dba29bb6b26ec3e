package dmp.segment.matching;

/**
 * The columns of rules that refer only to segments of the layers before: their anchors and rows. Columns are numbered
 * through all layers; each layer starts with a word of its own.
 *
 * @param firstWord of 64 columns
 * @param endWord the first word that is no longer the layer's
 * @param unanchored bits of the columns that always come into question
 * @param anchorBase by dimension, where its places are in {@code anchorStart}; -1 when nothing hangs there
 * @param anchorIsExact by dimension, whether each cell is a place, or only that something is known
 * @param anchorStart by place, where its columns start; they end where those of the next place start
 * @param rowDimensions the dimensions that have rows, those that leave the fewest columns first
 * @param rowBuckets by row dimension, the bucket of each cell
 * @param rowBase by row dimension, where the row of bucket 0 starts
 * @param rows for each bucket a word for each word of the layer: the columns that may hold
 */
record Layer(
        int firstWord,
        int endWord,
        long[] unanchored,
        int[] anchorBase,
        boolean[] anchorIsExact,
        int[] anchorStart,
        int[] anchorColumns,
        int[] rowDimensions,
        int[][] rowBuckets,
        int[] rowBase,
        long[] rows) {

    /** When fewer words than one in so many have a column in question, words are gone through one by one. */
    private static final int SPARSE = 4;

    int words() {
        return endWord - firstWord;
    }

    /** Sets the bits of the columns that anchors and rows do not rule out. */
    void findCandidates(CellState state, long[] candidates, int[] currentRows) {
        anchors(state, candidates);
        findRows(state, currentRows);
        int occupied = 0;
        for (int word = firstWord; word < endWord; word++) {
            occupied += candidates[word] == 0 ? 0 : 1;
        }
        if (occupied * SPARSE < words()) {
            for (int word = firstWord; word < endWord; word++) {
                if (candidates[word] != 0) {
                    candidates[word] = cut(candidates[word], word, currentRows);
                }
            }
        } else {
            cutAll(candidates, currentRows);
        }
    }

    /** Sets the bits of the columns that anchors do not rule out. */
    void anchors(CellState state, long[] candidates) {
        System.arraycopy(unanchored, 0, candidates, firstWord, words());
        for (int i = 0; i < state.touchedSize(); i++) {
            int dimension = state.touched(i);
            int base = anchorBase[dimension];
            int cell = state.cells[dimension];
            if (base >= 0 && cell > 0) {
                hang(base + Anchor.KNOWN, candidates);
                if (cell > Anchor.KNOWN && anchorIsExact[dimension]) {
                    hang(base + cell, candidates);
                }
            }
        }
    }

    private void hang(int place, long[] candidates) {
        int end = anchorStart[place + 1];
        for (int i = anchorStart[place]; i < end; i++) {
            int column = anchorColumns[i];
            candidates[column >>> 6] |= 1L << column;
        }
    }

    /** Looks up which row of each dimension is the profile's, such that adding a word's number gives its place. */
    void findRows(CellState state, int[] currentRows) {
        for (int i = 0; i < rowDimensions.length; i++) {
            currentRows[i] = rowBase[i] + rowBuckets[i][state.cells[rowDimensions[i]]] * words() - firstWord;
        }
    }

    /** What the rows leave of a word. */
    long cut(long word, int at, int[] currentRows) {
        long left = word;
        for (int i = 0; i < rowDimensions.length && left != 0; i++) {
            left &= rows[currentRows[i] + at];
        }
        return left;
    }

    private void cutAll(long[] candidates, int[] currentRows) {
        int i = 0;
        for (; i + 4 <= rowDimensions.length; i += 4) {
            cutAll(candidates, currentRows[i], currentRows[i + 1], currentRows[i + 2], currentRows[i + 3]);
        }
        for (; i < rowDimensions.length; i++) {
            cutAll(candidates, currentRows[i], currentRows[i], currentRows[i], currentRows[i]);
        }
    }

    /** Four rows at a time, so that the candidates are loaded and stored a quarter as often. */
    private void cutAll(long[] candidates, int a, int b, int c, int d) {
        for (int word = firstWord; word < endWord; word++) {
            candidates[word] &= rows[a + word] & rows[b + word] & rows[c + word] & rows[d + word];
        }
    }
}
