package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;

import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.SegmentRule;

/**
 * Matches profiles against an index, one after another, and tells of the last one which rules hold and when that changes.
 * Holds the state of that profile, so that what has changed of it can be matched alone. For one thread; nothing is allocated
 * once it has warmed up.
 */
public final class Matcher {

    /** No such rule, and no change. */
    public static final int NONE = MatchingIndex.NONE;

    public static final long NEVER = Chain.NEVER;

    private final MatchingIndex.Columns columns;
    private final MatchingIndex index;
    private final CellState state;
    private final int[] cells;

    /** Bits of the columns that hold. */
    private final long[] columnBits;

    /** Bits of the columns that held before an update. */
    private final long[] columnBitsBefore;

    /** Bits of the columns whose programs can tell the profile of an update from the one before. */
    private final long[] affected;

    private final long[] ruleBits;
    /** The numbers of rules that do not count. */
    private final BitSet outdated;

    private final LayerState[] layers;

    /** Cells of timed dimensions while a rule is looked at as it will be. */
    private int[] cellsNow = new int[8];

    Matcher(MatchingIndex index, BitSet outdated) {
        this.index = index;
        this.outdated = outdated;
        columns = index.columns;
        state = new CellState(index.dimensions);
        cells = state.cells;
        columnBits = new long[columns.words()];
        columnBitsBefore = new long[columns.words()];
        affected = new long[columns.words()];
        ruleBits = new long[(index.size() + 63) / 64];
        layers = index.layers.stream().map(LayerState::new).toArray(LayerState[]::new);
    }

    /**
     * Matches a profile. The arrays of occurrences that it tells are kept until the next profile and must stay as they are.
     *
     * @param now in seconds since 1970
     */
    public Matcher match(ProfileFacts profile, long now) {
        state.read(profile, now);
        matchAll();
        return this;
    }

    /** As {@link #match(ProfileFacts, long)}, of a profile that this matcher's index has encoded. */
    public Matcher match(EncodedProfile profile, long now) {
        state.read(profile, now);
        matchAll();
        return this;
    }

    private void matchAll() {
        Arrays.fill(ruleBits, 0);
        for (LayerState layer : layers) {
            layer.match(state);
            for (int i = 0; i < layer.words(); i++) {
                int word = layer.firstWord() + i;
                long candidates = layer.candidates(i);
                columnBits[word] = candidates ^ refuted(candidates & layer.checked(i), word);
                for (long left = columnBits[word]; left != 0; left &= left - 1) {
                    hold(columns.columnToRule()[64 * word + Long.numberOfTrailingZeros(left)], layer);
                }
            }
        }
    }

    private void hold(int rule, LayerState layer) {
        ruleBits[rule >>> 6] |= 1L << rule;
        int dimension = isLast(layer) ? Dimensions.NONE : columns.ruleDimension()[rule];
        if (dimension != Dimensions.NONE) {
            state.set(dimension, 1);
        }
    }

    /** Of columns of a word, those that their programs refute. */
    private long refuted(long asked, int word) {
        long refuted = 0;
        for (long left = asked; left != 0; left &= left - 1) {
            int column = 64 * word + Long.numberOfTrailingZeros(left);
            if (!Program.holds(columns.restCode(), columns.rest()[column], cells)) {
                refuted |= left & -left;
            }
        }
        return refuted;
    }

    /**
     * Matches the last profile again after some of its facts have changed or time has passed: asks only the rules that can
     * tell the difference.
     *
     * @param changes the attributes and traits that have changed, as they are now
     * @param now not before the second of the last match
     */
    public Matcher update(ProfileFacts changes, long now) {
        state.readChanges(changes, now);
        int from = 0;
        for (LayerState layer : layers) {
            if (state.changedSize() > 0) {
                // Rules of the layer before may be among the changes.
                for (; from < state.changedSize(); from++) {
                    markTellingApart(state.changed(from), state.before(from), state.after(from));
                }
                update(layer);
            }
        }
        Arrays.fill(affected, 0);
        state.forgetChanges();
        return this;
    }

    /** Marks the columns whose programs can tell the two cells apart. */
    private void markTellingApart(int dimension, int before, int after) {
        int base = columns.restTold().base()[dimension];
        int[] start = columns.restTold().start();
        if (index.dimensions.kind(dimension) == Dimensions.Kind.EXACT) {
            mark(start[base + before], start[base + before + 1]);
            mark(start[base + after], start[base + after + 1]);
        } else {
            mark(start[base + Math.min(before, after) + 1], start[base + Math.max(before, after) + 1]);
        }
    }

    private void mark(int from, int to) {
        for (int i = from; i < to; i++) {
            int column = columns.restTold().columns()[i];
            affected[column >>> 6] |= 1L << column;
        }
    }

    private void update(LayerState layer) {
        layer.update(state);
        System.arraycopy(columnBits, layer.firstWord(), columnBitsBefore, layer.firstWord(), layer.words());
        layer.hold(columnBits, columnBitsBefore, affected);
        for (int i = 0; i < layer.words(); i++) {
            long unsure = layer.unsure(i);
            if (unsure != 0) {
                int word = layer.firstWord() + i;
                columnBits[word] |= unsure ^ refuted(unsure, word);
            }
        }
        // All columns first: whether a rule holds is told by all of its columns.
        for (int word = layer.firstWord(); word < layer.firstWord() + layer.words(); word++) {
            for (long left = columnBits[word] ^ columnBitsBefore[word]; left != 0; left &= left - 1) {
                int rule = columns.columnToRule()[64 * word + Long.numberOfTrailingZeros(left)];
                if ((columns.alone()[word] & left & -left) != 0 || holdsByColumns(rule) != holds(rule)) {
                    change(rule, layer);
                }
            }
        }
    }

    private boolean holdsByColumns(int rule) {
        boolean holds = false;
        for (int i = columns.ruleStart()[rule]; i < columns.ruleStart()[rule + 1]; i++) {
            int column = columns.ruleColumns()[i];
            holds |= (columnBits[column >>> 6] >>> column & 1) != 0;
        }
        return holds;
    }

    private void change(int rule, LayerState layer) {
        ruleBits[rule >>> 6] ^= 1L << rule;
        int dimension = isLast(layer) ? Dimensions.NONE : columns.ruleDimension()[rule];
        if (dimension != Dimensions.NONE) {
            state.change(dimension, holds(rule) ? 1 : 0);
        }
    }

    /** No rule refers to those of the last layer. */
    private boolean isLast(LayerState layer) {
        return layer == layers[layers.length - 1];
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

    /** Adds the numbers of the rules that hold. */
    void addHeld(BitSet to) {
        to.or(BitSet.valueOf(ruleBits));
    }

    /** All that is known of the last profile, as a copy. */
    Evaluation evaluation() {
        List<Held> held = new ArrayList<>(count());
        for (int rule = nextHeld(0); rule != NONE; rule = nextHeld(rule + 1)) {
            if (!outdated.get(rule)) {
                SegmentRule segment = index.rule(rule);
                held.add(new Held(segment.segment(), segment.ruleVersion(), until(rule)));
            }
        }
        return new Evaluation(held, nextChange());
    }

    /** Tells the dimensions of which time alone changes the cell. */
    void forEachMoving(IntConsumer dimensions) {
        for (int i = 0; i < state.timedSize(); i++) {
            if (state.nextFlip(state.timed(i)) != NEVER) {
                dimensions.accept(state.timed(i));
            }
        }
    }

    /** The first second at which the set of rules that hold is another by itself; {@link #NEVER} when it stays. */
    public long nextChange() {
        long now = state.now();
        long next = state.nextFlip();
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
            int base = columns.told().base()[dimension];
            int[] start = columns.told().start();
            int one = Math.min(state.before(i), cells[dimension]);
            int other = Math.max(state.before(i), cells[dimension]);
            for (int j = start[base + one + 1]; j < start[base + other + 1]; j++) {
                int column = columns.told().columns()[j];
                int rule = columns.columnToRule()[column];
                boolean holds = Program.holds(columns.code(), columns.whole()[column], cells);
                // Another of its columns may have come to hold meanwhile.
                if (holds != holds(rule) && (holds || !holdsNow(rule)) && !outdated.get(rule)) {
                    return true;
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
        boolean moves = false;
        for (int dimension : timed) {
            moves |= state.nextFlip(dimension) != NEVER;
        }
        if (!moves) {
            return NEVER;
        }
        boolean held = holds(rule);
        long second = state.now();
        keepCells(timed);
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

    private void keepCells(int[] timed) {
        if (cellsNow.length < timed.length) {
            cellsNow = new int[timed.length];
        }
        for (int i = 0; i < timed.length; i++) {
            cellsNow[i] = cells[timed[i]];
        }
    }

    private void restore(int rule, int[] timed) {
        for (int i = 0; i < timed.length; i++) {
            cells[timed[i]] = cellsNow[i];
        }
        int[] referred = columns.ruleToReferred()[rule];
        if (referred != null) {
            for (int other : referred) {
                cells[columns.ruleDimension()[other]] = holds(other) ? 1 : 0;
            }
        }
    }
}
