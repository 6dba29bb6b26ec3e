package dmp.segment.matching;

import java.util.Arrays;

/** Which columns of one layer come into question for a profile. Reused from profile to profile; for one thread. */
final class LayerState {

    /** When fewer words than one in so many come into question by their anchors, words are gone through one by one. */
    private static final int SPARSE = 4;

    private final Layer layer;
    private final int words;
    /** The bits of slot after slot; last, those that are ruled out. */
    private final long[] slots;

    private final int[] currentRows;
    private int[] lists = new int[64 * Hits.LIST];

    /** The columns of which a slot's bit may be wrong. */
    private final long[] stale;

    /**
     * For {@link #update}: the rows of the profile combined two by two, node {@code i} being {@code 2 i} and {@code 2 i + 1},
     * so that a row that changes costs a few combinations instead of all.
     */
    private long[] tree;

    private int leaves;
    private boolean treeIsKnown;

    LayerState(Layer layer) {
        this.layer = layer;
        words = layer.words();
        slots = new long[(layer.slots() + 1) * words];
        stale = new long[words];
        currentRows = new int[layer.rowDimensions().length];
    }

    /** Finds the columns for a new profile. */
    void match(CellState state, long[] candidates) {
        System.arraycopy(layer.defaults(), 0, slots, 0, layer.defaults().length);
        Arrays.fill(slots, layer.defaults().length, slots.length, 0);
        Arrays.fill(stale, 0);
        treeIsKnown = false;
        if (lists.length < Hits.LIST * state.touchedSize()) {
            lists = new int[2 * Hits.LIST * state.touchedSize()];
        }
        layer.hits().all(state, lists, slots);
        for (int i = 0; i < currentRows.length; i++) {
            currentRows[i] = layer.row(i, state.cells[layer.rowDimensions()[i]]);
        }
        int occupied = 0;
        for (int word = 0; word < words; word++) {
            occupied += slots[word] == 0 ? 0 : 1;
        }
        if (occupied * SPARSE < words) {
            for (int word = 0; word < words; word++) {
                candidates[layer.firstWord() + word] = slots[word] == 0 ? 0 : cut(word);
            }
        } else {
            cutAll(candidates);
        }
    }

    private long cut(int word) {
        long left = slots[word] & ~slots[layer.slots() * words + word];
        for (int slot = 1; slot < layer.slots() && left != 0; slot++) {
            left &= slots[slot * words + word];
        }
        for (int i = 0; i < currentRows.length && left != 0; i++) {
            left &= layer.rows()[currentRows[i] + word];
        }
        return left;
    }

    private void cutAll(long[] candidates) {
        cutSlots(candidates);
        long[] rows = layer.rows();
        int first = layer.firstWord();
        int i = 0;
        // Four at a time, so that the candidates are loaded and stored a quarter as often.
        for (; i + 4 <= currentRows.length; i += 4) {
            int a = currentRows[i];
            int b = currentRows[i + 1];
            int c = currentRows[i + 2];
            int d = currentRows[i + 3];
            for (int word = 0; word < words; word++) {
                candidates[first + word] &= rows[a + word] & rows[b + word] & rows[c + word] & rows[d + word];
            }
        }
        for (; i < currentRows.length; i++) {
            int a = currentRows[i];
            for (int word = 0; word < words; word++) {
                candidates[first + word] &= rows[a + word];
            }
        }
    }

    private void cutSlots(long[] candidates) {
        int first = layer.firstWord();
        int out = layer.slots() * words;
        for (int word = 0; word < words; word++) {
            candidates[first + word] = slots[word] & ~slots[out + word];
        }
        for (int slot = 1; slot < layer.slots(); slot++) {
            int at = slot * words;
            for (int word = 0; word < words; word++) {
                candidates[first + word] &= slots[at + word];
            }
        }
    }

    /** Finds the columns after some cells have changed; those of {@link #stale} only may come into question. */
    void update(CellState state, long[] candidates) {
        for (int i = 0; i < state.changedSize(); i++) {
            int dimension = state.changed(i);
            layer.hits().change(dimension, state.before(i), state.after(i), slots, stale, layer.slots() * 64 * words);
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
        cutSlots(candidates);
        if (currentRows.length == 1) {
            for (int word = 0; word < words; word++) {
                candidates[layer.firstWord() + word] &= layer.rows()[currentRows[0] + word];
            }
        } else if (currentRows.length > 1) {
            for (int word = 0; word < words; word++) {
                candidates[layer.firstWord() + word] &= tree[words + word];
            }
        }
    }

    int firstWord() {
        return layer.firstWord();
    }

    int endWord() {
        return layer.firstWord() + words;
    }

    /** The columns of a word that only their whole program can decide. */
    long stale(int word) {
        return stale[word - layer.firstWord()];
    }

    /** The columns of a word of which a program decides a part. */
    long checked(int word) {
        return layer.checked()[word - layer.firstWord()];
    }

    private void combineAll() {
        if (tree == null) {
            leaves = Math.max(1, Integer.highestOneBit(Math.max(1, currentRows.length - 1)) * 2);
            tree = new long[leaves * words];
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
        int at = node * words;
        long[] rows = layer.rows();
        if (2 * node >= leaves) {
            int left = 2 * node - leaves;
            if (left >= currentRows.length) {
                Arrays.fill(tree, at, at + words, -1L);
                return;
            }
            int a = currentRows[left];
            int b = left + 1 < currentRows.length ? currentRows[left + 1] : a;
            for (int word = 0; word < words; word++) {
                tree[at + word] = rows[a + word] & rows[b + word];
            }
        } else {
            int a = 2 * node * words;
            int b = a + words;
            for (int word = 0; word < words; word++) {
                tree[at + word] = tree[a + word] & tree[b + word];
            }
        }
    }
}
