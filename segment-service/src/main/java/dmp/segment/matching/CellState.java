package dmp.segment.matching;

import java.util.Arrays;

/**
 * The cells of one profile at one second, and when they change by themselves. Reused from profile to profile; for one
 * thread.
 */
final class CellState implements Cellular, ProfileFacts.Reader {

    final int[] cells;
    private final Dimensions dimensions;

    /** The dimensions whose cell may not be 0. */
    private int[] touched = new int[64];

    private int touchedSize;
    private final boolean[] isTouched;

    /** Of each timed dimension in {@link #timed}: from what its cell comes, and when it changes. */
    private final Chain[] chains;

    private final long[][] occurrences;
    private final long[] flips;
    private int[] timed = new int[16];
    private int timedSize;
    private final boolean[] isTimed;
    private boolean flipsKnown;

    /** The dimensions that have changed since {@link #forgetChanges}, and what their cells were. */
    private int[] changed = new int[16];

    private int[] before = new int[16];
    private int changedSize;
    private boolean noting;

    private long now;
    private Dimensions.Policy reading;

    CellState(Dimensions dimensions) {
        this.dimensions = dimensions;
        int size = dimensions.size();
        cells = new int[size];
        isTouched = new boolean[size];
        isTimed = new boolean[size];
        chains = new Chain[size];
        occurrences = new long[size][];
        flips = new long[size];
    }

    void read(ProfileFacts facts, long now) {
        clear();
        this.now = now;
        readAll(facts);
    }

    /** Reads facts that have changed, and notes which cells are others than before. */
    void readChanges(ProfileFacts changes, long now) {
        noting = true;
        advance(now);
        flipsKnown = false;
        readAll(changes);
        noting = false;
    }

    private void readAll(ProfileFacts facts) {
        dimensions.idToPolicy.forEach((id, policy) -> {
            reading = policy;
            facts.read(id, this);
        });
    }

    private void clear() {
        for (int i = 0; i < touchedSize; i++) {
            cells[touched[i]] = 0;
            isTouched[touched[i]] = false;
        }
        touchedSize = 0;
        for (int i = 0; i < timedSize; i++) {
            isTimed[timed[i]] = false;
            occurrences[timed[i]] = null;
        }
        timedSize = 0;
        flipsKnown = false;
        changedSize = 0;
    }

    @Override
    public void attribute(String key, String value) {
        AttributeDimensions attribute = reading.keyToAttribute.get(key);
        if (attribute != null) {
            attribute.read(value, this);
        }
    }

    @Override
    public void trait(String id, long[] at) {
        TraitDimensions trait = reading.idToTrait.get(id);
        if (trait != null) {
            trait.read(at, this);
        }
    }

    @Override
    public void set(int dimension, int cell) {
        if (noting && cells[dimension] != cell) {
            note(dimension);
        }
        if (cell != 0 && !isTouched[dimension]) {
            touch(dimension);
        }
        cells[dimension] = cell;
    }

    @Override
    public void set(int dimension, Chain chain, long[] at) {
        occurrences[dimension] = at;
        if (!isTimed[dimension]) {
            isTimed[dimension] = true;
            chains[dimension] = chain;
            if (timedSize == timed.length) {
                timed = Arrays.copyOf(timed, 2 * timedSize);
            }
            timed[timedSize++] = dimension;
        }
        set(dimension, chain.cell(at, now));
    }

    private void touch(int dimension) {
        isTouched[dimension] = true;
        if (touchedSize == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedSize);
        }
        touched[touchedSize++] = dimension;
    }

    private void note(int dimension) {
        if (changedSize == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changedSize);
            before = Arrays.copyOf(before, 2 * changedSize);
        }
        changed[changedSize] = dimension;
        before[changedSize++] = cells[dimension];
    }

    long now() {
        return now;
    }

    int touchedSize() {
        return touchedSize;
    }

    int touched(int i) {
        return touched[i];
    }

    int changedSize() {
        return changedSize;
    }

    int changed(int i) {
        return changed[i];
    }

    int before(int i) {
        return before[i];
    }

    void forgetChanges() {
        changedSize = 0;
    }

    /** The first second after now at which any cell changes. */
    long nextFlip() {
        findFlips();
        long next = Chain.NEVER;
        for (int i = 0; i < timedSize; i++) {
            next = Math.min(next, flips[timed[i]]);
        }
        return next;
    }

    /** The first second after now at which the cell of this dimension changes. */
    long nextFlip(int dimension) {
        findFlips();
        return isTimed[dimension] ? flips[dimension] : Chain.NEVER;
    }

    private void findFlips() {
        if (!flipsKnown) {
            for (int i = 0; i < timedSize; i++) {
                int dimension = timed[i];
                flips[dimension] = chains[dimension].next(occurrences[dimension], now, cells[dimension]);
            }
            flipsKnown = true;
        }
    }

    /** Goes on in time, and notes which cells change. */
    void advanceNoting(long to) {
        noting = true;
        advance(to);
        noting = false;
    }

    private void advance(long to) {
        if (to < now) {
            throw new IllegalArgumentException("back from " + now + " to " + to);
        }
        if (to == now) {
            return;
        }
        findFlips();
        now = to;
        for (int i = 0; i < timedSize; i++) {
            int dimension = timed[i];
            if (flips[dimension] <= to) {
                set(dimension, chains[dimension].cell(occurrences[dimension], to));
                flips[dimension] = chains[dimension].next(occurrences[dimension], to, cells[dimension]);
            }
        }
    }

    /** The cell a dimension will be in at another second, if it is a timed one; else the cell it is in. */
    int cellAt(int dimension, long second) {
        return isTimed[dimension] ? chains[dimension].cell(occurrences[dimension], second) : cells[dimension];
    }

    /** The first second after another one at which the dimension's cell changes. */
    long nextFlipAfter(int dimension, long second) {
        return isTimed[dimension]
                ? chains[dimension].next(occurrences[dimension], second, cellAt(dimension, second))
                : Chain.NEVER;
    }

    /** Puts the cells of these changes back, the last first; the flips and the second are not touched. */
    void backTo(long second) {
        for (int i = changedSize - 1; i >= 0; i--) {
            cells[changed[i]] = before[i];
        }
        changedSize = 0;
        now = second;
        flipsKnown = false;
    }
}
