package dmp.segment.matching;

import java.util.Arrays;

/**
 * Matches profiles against an index, one after another, and tells of the last one which rules hold and when that changes.
 * Holds the state of that profile, so that what has changed of it can be matched alone. For one thread; nothing is allocated
 * once it has warmed up.
 */
public final class Matcher {

    /** No such rule, and no change. */
    public static final int NONE = -1;

    public static final long NEVER = Chain.NEVER;

    private final MatchingIndex.Columns columns;
    private final MatchingIndex index;
    private final CellState state;
    private final int[] cells;

    /** Bits of the columns that hold. */
    private final long[] columnBits;

    /** Bits of the columns to ask. */
    private final long[] candidates;

    private final long[] ruleBits;
    private final int[][] currentRows;

    Matcher(MatchingIndex index) {
        this.index = index;
        columns = index.columns;
        state = new CellState(index.dimensions);
        cells = state.cells;
        columnBits = new long[columns.words()];
        candidates = new long[columns.words()];
        ruleBits = new long[(index.size() + 63) / 64];
        currentRows = index.layers.stream()
                .map(layer -> new int[layer.rowDimensions().length])
                .toArray(int[][]::new);
    }

    /**
     * Matches a profile. The arrays of occurrences that it tells are kept until the next profile and must stay as they are.
     *
     * @param now in seconds since 1970
     */
    public Matcher match(ProfileFacts profile, long now) {
        state.read(profile, now);
        Arrays.fill(ruleBits, 0);
        for (int i = 0; i < currentRows.length; i++) {
            Layer layer = index.layers.get(i);
            layer.findCandidates(state, candidates, currentRows[i]);
            for (int word = layer.firstWord(); word < layer.endWord(); word++) {
                columnBits[word] = hold(candidates[word], word, columns.residual());
            }
        }
        return this;
    }

    /** Checks the columns of a word, and sets the rules of those that hold. */
    private long hold(long word, int at, int[] programs) {
        long holding = 0;
        for (long left = word; left != 0; left &= left - 1) {
            int column = 64 * at + Long.numberOfTrailingZeros(left);
            if (Program.holds(columns.code(), programs[column], cells)) {
                holding |= left & -left;
                set(columns.columnToRule()[column]);
            }
        }
        return holding;
    }

    private void set(int rule) {
        ruleBits[rule >>> 6] |= 1L << rule;
        int dimension = columns.ruleDimension()[rule];
        if (dimension >= 0) {
            state.set(dimension, 1);
        }
    }

    /**
     * Matches the last profile again after some of its facts have changed or time has passed: asks only the rules that can
     * tell the difference.
     *
     * @param changes the attributes and traits that have changed, as they are now
     * @param now not before the second of the last match
     */
    public Matcher update(ProfileFacts changes, long now) {
        state.forgetChanges();
        state.readChanges(changes, now);
        Arrays.fill(candidates, 0);
        markChanged(0);
        for (int i = 0; i < currentRows.length; i++) {
            Layer layer = index.layers.get(i);
            layer.findRows(state, currentRows[i]);
            for (int word = layer.firstWord(); word < layer.endWord(); word++) {
                if (candidates[word] != 0) {
                    update(layer, word, currentRows[i]);
                }
            }
        }
        state.forgetChanges();
        return this;
    }

    private void update(Layer layer, int word, int[] rows) {
        long held = columnBits[word];
        long left = layer.cut(candidates[word] & ~held, word, rows);
        columnBits[word] = held | hold(left, word, columns.whole(), held);
        for (left = candidates[word] & held; left != 0; left &= left - 1) {
            int column = 64 * word + Long.numberOfTrailingZeros(left);
            if (!Program.holds(columns.code(), columns.whole()[column], cells)) {
                columnBits[word] &= ~(left & -left);
                dropUnlessHeld(columns.columnToRule()[column]);
            }
        }
    }

    /** As {@link #hold}; a rule that newly holds may in turn change others. */
    private long hold(long word, int at, int[] programs, long held) {
        long holding = 0;
        for (long left = word; left != 0; left &= left - 1) {
            int column = 64 * at + Long.numberOfTrailingZeros(left);
            if (Program.holds(columns.code(), programs[column], cells)) {
                holding |= left & -left;
                int rule = columns.columnToRule()[column];
                if (!holds(rule)) {
                    set(rule);
                    markReferring(rule);
                }
            }
        }
        return holding;
    }

    private void dropUnlessHeld(int rule) {
        for (int i = columns.ruleStart()[rule]; i < columns.ruleStart()[rule + 1]; i++) {
            int column = columns.ruleColumns()[i];
            if ((columnBits[column >>> 6] >>> column & 1) != 0) {
                return;
            }
        }
        ruleBits[rule >>> 6] &= ~(1L << rule);
        int dimension = columns.ruleDimension()[rule];
        if (dimension >= 0) {
            state.set(dimension, 0);
            markReferring(rule);
        }
    }

    /** The columns that refer to the rule lie in a later layer. */
    private void markReferring(int rule) {
        int dimension = columns.ruleDimension()[rule];
        if (dimension >= 0) {
            mark(columns.postingBase()[dimension] + 1);
        }
    }

    /** Marks the columns that can tell the changes from this one on. */
    private void markChanged(int from) {
        for (int i = from; i < state.changedSize(); i++) {
            int dimension = state.changed(i);
            int base = columns.postingBase()[dimension];
            int one = Math.min(state.before(i), cells[dimension]);
            int other = Math.max(state.before(i), cells[dimension]);
            if (index.dimensions.kind(dimension) == Dimensions.Kind.EXACT) {
                mark(base + one);
                mark(base + other);
            } else {
                for (int cell = one + 1; cell <= other; cell++) {
                    mark(base + cell);
                }
            }
        }
    }

    private void mark(int posting) {
        int end = columns.postingStart()[posting + 1];
        for (int i = columns.postingStart()[posting]; i < end; i++) {
            int column = columns.postingColumns()[i];
            candidates[column >>> 6] |= 1L << column;
        }
    }

    /** How many rules there are. */
    public int size() {
        return index.size();
    }

    public boolean holds(int rule) {
        return (ruleBits[rule >>> 6] >>> rule & 1) != 0;
    }

    /** How many rules hold. */
    public int count() {
        int count = 0;
        for (long word : ruleBits) {
            count += Long.bitCount(word);
        }
        return count;
    }

    /** The first rule from this number on that holds; {@link #NONE} when there is none. */
    public int nextHeld(int from) {
        int word = from >>> 6;
        if (word >= ruleBits.length) {
            return NONE;
        }
        long left = ruleBits[word] & (-1L << from);
        while (left == 0) {
            if (++word == ruleBits.length) {
                return NONE;
            }
            left = ruleBits[word];
        }
        return 64 * word + Long.numberOfTrailingZeros(left);
    }

    /** The first second at which the set of rules that hold is another by itself; {@link #NEVER} when it stays. */
    public long nextChange() {
        long now = state.now();
        long next = state.nextFlip();
        state.forgetChanges();
        while (next != NEVER) {
            int from = state.changedSize();
            state.advanceNoting(next);
            if (anyRuleChanges(from)) {
                break;
            }
            next = state.nextFlip();
        }
        if (state.now() != now) {
            state.backTo(now);
        }
        return next;
    }

    private boolean anyRuleChanges(int from) {
        for (int i = from; i < state.changedSize(); i++) {
            int dimension = state.changed(i);
            int base = columns.postingBase()[dimension];
            int one = Math.min(state.before(i), cells[dimension]);
            int other = Math.max(state.before(i), cells[dimension]);
            for (int j = columns.postingStart()[base + one + 1]; j < columns.postingStart()[base + other + 1]; j++) {
                int column = columns.postingColumns()[j];
                boolean held = (columnBits[column >>> 6] >>> column & 1) != 0;
                if (Program.holds(columns.code(), columns.whole()[column], cells) != held) {
                    int rule = columns.columnToRule()[column];
                    if (holdsNow(rule) != holds(rule)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Whether a rule holds with the cells as they are now. */
    private boolean holdsNow(int rule) {
        for (int i = columns.ruleStart()[rule]; i < columns.ruleStart()[rule + 1]; i++) {
            if (Program.holds(columns.code(), columns.whole()[columns.ruleColumns()[i]], cells)) {
                return true;
            }
        }
        return false;
    }

    /** The first second at which the answer of this rule is another by itself; {@link #NEVER} when it stays. */
    public long until(int rule) {
        int[] timed = columns.ruleToTimed()[rule];
        if (timed == null) {
            return NEVER;
        }
        boolean held = holds(rule);
        long second = state.now();
        while (true) {
            long next = NEVER;
            for (int dimension : timed) {
                next = Math.min(
                        next,
                        second == state.now() ? state.nextFlip(dimension) : state.nextFlipAfter(dimension, second));
            }
            second = next;
            if (second == NEVER) {
                break;
            }
            for (int dimension : timed) {
                cells[dimension] = state.cellAt(dimension, second);
            }
            if (holdsThen(rule) != held) {
                break;
            }
        }
        restore(rule, timed);
        return second;
    }

    private boolean holdsThen(int rule) {
        int[] referred = columns.ruleToReferred()[rule];
        if (referred != null) {
            for (int other : referred) {
                cells[columns.ruleDimension()[other]] = holdsNow(other) ? 1 : 0;
            }
        }
        return holdsNow(rule);
    }

    private void restore(int rule, int[] timed) {
        for (int dimension : timed) {
            cells[dimension] = state.cellAt(dimension, state.now());
        }
        int[] referred = columns.ruleToReferred()[rule];
        if (referred != null) {
            for (int other : referred) {
                cells[columns.ruleDimension()[other]] = holds(other) ? 1 : 0;
            }
        }
    }
}
