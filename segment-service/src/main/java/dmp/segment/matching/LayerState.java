package dmp.segment.matching;

import java.util.Arrays;

/**
 * Which columns of one layer come into question for a profile. Reused from profile to profile; for one thread.
 *
 * <p>Slots and rows are arrays of their own, all gone through by the same index: so the JVM combines several words at once.
 */
final class LayerState {

    private final Layer layer;
    private final int words;

    /** The last one has the bits of the columns that are ruled out. */
    private final long[][] slots;

    private final long[][] currentRows;

    /** Bits of the columns that come into question. */
    private long[] candidates;

    /** The same before an update. */
    private long[] candidatesBefore;

    /** Bits of the columns whose program is to be asked anew. */
    private final long[] unsure;

    private int[] lists = new int[64 * Hits.LIST];

    /**
     * For {@link #update}: the rows of the profile combined two by two, node {@code i} being {@code 2 i} and {@code 2 i + 1},
     * so that a row that changes costs a few combinations instead of all.
     */
    private long[][] tree;

    private int leaves;
    private boolean treeIsKnown;

    LayerState(Layer layer) {
        this.layer = layer;
        words = layer.words();
        slots = new long[layer.slots() + 1][words];
        candidates = new long[words];
        candidatesBefore = new long[words];
        unsure = new long[words];
        currentRows = new long[layer.rowDimensions().length][];
    }

    /** Finds the columns for a new profile. */
    void match(CellState state) {
        for (int slot = 0; slot < layer.slots(); slot++) {
            System.arraycopy(layer.defaults()[slot], 0, slots[slot], 0, words);
        }
        Arrays.fill(slots[layer.slots()], 0);
        treeIsKnown = false;
        if (lists.length < Hits.LIST * state.touchedSize()) {
            lists = new int[2 * Hits.LIST * state.touchedSize()];
        }
        layer.hits().all(state, lists, slots);
        for (int i = 0; i < currentRows.length; i++) {
            currentRows[i] = layer.row(i, state.cells[layer.rowDimensions()[i]]);
        }
        cutBySlots();
        cutByRows();
    }

    private void cutBySlots() {
        andNot(candidates, slots[0], slots[layer.slots()]);
        for (int slot = 1; slot < layer.slots(); slot++) {
            and(candidates, slots[slot]);
        }
    }

    private void cutByRows() {
        int i = 0;
        // Four at a time, so that the candidates are loaded and stored a quarter as often.
        for (; i + 4 <= currentRows.length; i += 4) {
            and(candidates, currentRows[i], currentRows[i + 1], currentRows[i + 2], currentRows[i + 3]);
        }
        for (; i < currentRows.length; i++) {
            and(candidates, currentRows[i]);
        }
    }

    /** Finds the columns after some cells have changed. */
    void update(CellState state) {
        for (int i = 0; i < state.changedSize(); i++) {
            int dimension = state.changed(i);
            layer.hits().change(dimension, state.before(i), state.after(i), slots, layer.conditions(), state.cells);
            int row = layer.dimensionToRow()[dimension];
            if (row >= 0) {
                currentRows[row] = layer.row(row, state.cells[dimension]);
                if (treeIsKnown) {
                    combineUp((leaves + row) / 2);
                }
            }
        }
        if (!treeIsKnown) {
            combineAll();
        }
        long[] freed = candidatesBefore;
        candidatesBefore = candidates;
        candidates = freed;
        cutBySlots();
        if (currentRows.length == 1) {
            and(candidates, currentRows[0]);
        } else if (currentRows.length > 1) {
            and(candidates, tree[1]);
        }
    }

    int firstWord() {
        return layer.firstWord();
    }

    int words() {
        return words;
    }

    /** Of the layer's words, the columns that come into question. */
    long candidates(int word) {
        return candidates[word];
    }

    /** The columns of a word of which a program decides a part. */
    long checked(int word) {
        return layer.checked()[word];
    }

    /**
     * After {@link #update}: puts what is known to hold without asking a program into {@code holding}, for the layer's words.
     *
     * @param held the columns that held before the update, of all layers
     * @param affected the columns whose program may decide otherwise than before, of all layers
     */
    void hold(long[] holding, long[] held, long[] affected) {
        hold(holding, held, affected, layer.firstWord(), candidates, candidatesBefore, layer.checked(), unsure);
    }

    private static void hold(
            long[] holding,
            long[] held,
            long[] affected,
            int firstWord,
            long[] candidates,
            long[] candidatesBefore,
            long[] checked,
            long[] unsure) {
        for (int i = 0; i < candidates.length; i++) {
            long asked = candidates[i] & checked[i];
            long toAsk = asked & (affected[firstWord + i] | ~candidatesBefore[i]);
            unsure[i] = toAsk;
            holding[firstWord + i] = candidates[i] & ~asked | asked & ~toAsk & held[firstWord + i];
        }
    }

    /** Of a word, the columns of which after {@link #hold} a program is to decide. */
    long unsure(int word) {
        return unsure[word];
    }

    private void combineAll() {
        if (tree == null) {
            leaves = Math.max(1, Integer.highestOneBit(Math.max(1, currentRows.length - 1)) * 2);
            tree = new long[leaves][words];
        }
        for (int node = leaves - 1; node > 0; node--) {
            combine(node);
        }
        treeIsKnown = true;
    }

    private void combineUp(int from) {
        for (int node = from; node > 0; node /= 2) {
            combine(node);
        }
    }

    private void combine(int node) {
        if (2 * node >= leaves) {
            int left = 2 * node - leaves;
            if (left >= currentRows.length) {
                Arrays.fill(tree[node], -1L);
                return;
            }
            int right = Math.min(left + 1, currentRows.length - 1);
            both(tree[node], currentRows[left], currentRows[right]);
        } else {
            both(tree[node], tree[2 * node], tree[2 * node + 1]);
        }
    }

    private static void both(long[] into, long[] a, long[] b) {
        for (int word = 0; word < into.length; word++) {
            into[word] = a[word] & b[word];
        }
    }

    private static void andNot(long[] into, long[] a, long[] b) {
        for (int word = 0; word < into.length; word++) {
            into[word] = a[word] & ~b[word];
        }
    }

    private static void and(long[] into, long[] a) {
        for (int word = 0; word < into.length; word++) {
            into[word] &= a[word];
        }
    }

    private static void and(long[] into, long[] a, long[] b, long[] c, long[] d) {
        for (int word = 0; word < into.length; word++) {
            into[word] &= a[word] & b[word] & c[word] & d[word];
        }
    }
}
