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

    /** The dimensions that time may change: from what their cells come, and when they change. */
    private int[] timed = new int[64];

    private Chain[] chains = new Chain[64];
    private long[][] occurrences = new long[64][];
    private long[] flips = new long[64];
    private int timedSize;
    private boolean flipsKnown;
    /** Where a dimension is among the timed ones, from 1; 0 for those that are not. */
    private final int[] timedAt;

    /** The dimensions that have changed since {@link #forgetChanges}, one after another, and from which cell to which. */
    private int[] changed = new int[16];

    private int[] before = new int[16];
    private int[] after = new int[16];
    private int changedSize;
    private boolean noting;

    private long now;
    private Dimensions.Policy reading;

    CellState(Dimensions dimensions) {
        this.dimensions = dimensions;
        cells = new int[dimensions.size()];
        timedAt = new int[dimensions.size()];
    }

    void read(ProfileFacts facts, long now) {
        clear();
        this.now = now;
        readAll(facts);
    }

    void read(EncodedProfile profile, long now) {
        clear();
        this.now = now;
        profile.tell(this);
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
        for (int i = 0; i < dimensions.policies.size(); i++) {
            reading = dimensions.policies.get(i);
            facts.read(reading.mergePolicy, this);
        }
    }

    private void clear() {
        for (int i = 0; i < touchedSize; i++) {
            cells[touched[i]] = 0;
        }
        touchedSize = 0;
        for (int i = 0; i < timedSize; i++) {
            timedAt[timed[i]] = 0;
            occurrences[i] = null;
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
        int old = cells[dimension];
        if (old == cell) {
            return;
        }
        if (noting) {
            note(dimension, old, cell);
        }
        if (old == 0 && !(noting && isTouched(dimension))) {
            touch(dimension);
        }
        cells[dimension] = cell;
    }

    @Override
    public void set(int dimension, Chain chain, long[] at) {
        int index = timedAt[dimension];
        int cell = chain.cell(at, now);
        if (index != 0) {
            occurrences[index - 1] = at;
        } else if (!chain.isSettled(at, now, cell)) {
            if (timedSize == timed.length) {
                growTimed();
            }
            timed[timedSize] = dimension;
            chains[timedSize] = chain;
            occurrences[timedSize] = at;
            timedAt[dimension] = ++timedSize;
        }
        set(dimension, cell);
    }

    private void growTimed() {
        timed = Arrays.copyOf(timed, 2 * timedSize);
        chains = Arrays.copyOf(chains, 2 * timedSize);
        occurrences = Arrays.copyOf(occurrences, 2 * timedSize);
        flips = Arrays.copyOf(flips, 2 * timedSize);
    }

    private boolean isTouched(int dimension) {
        for (int i = 0; i < touchedSize; i++) {
            if (touched[i] == dimension) {
                return true;
            }
        }
        return false;
    }

    private void touch(int dimension) {
        if (touchedSize == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedSize);
        }
        touched[touchedSize++] = dimension;
    }

    /** Notes that a dimension's cell is about to become another one. */
    private void note(int dimension, int from, int to) {
        if (changedSize == changed.length) {
            changed = Arrays.copyOf(changed, 2 * changedSize);
            before = Arrays.copyOf(before, 2 * changedSize);
            after = Arrays.copyOf(after, 2 * changedSize);
        }
        changed[changedSize] = dimension;
        before[changedSize] = from;
        after[changedSize++] = to;
    }

    /** As {@link #set}, and notes it as a change. */
    void change(int dimension, int cell) {
        noting = true;
        set(dimension, cell);
        noting = false;
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

    int after(int i) {
        return after[i];
    }

    void forgetChanges() {
        changedSize = 0;
    }

    /** The first second after now at which any cell changes. */
    long nextFlip() {
        findFlips();
        long next = Chain.NEVER;
        for (int i = 0; i < timedSize; i++) {
            next = Math.min(next, flips[i]);
        }
        return next;
    }

    int timedSize() {
        return timedSize;
    }

    /** A dimension that time may change. */
    int timed(int i) {
        return timed[i];
    }

    /** The first second after now at which the cell of this dimension changes. */
    long nextFlip(int dimension) {
        findFlips();
        return timedAt[dimension] == 0 ? Chain.NEVER : flips[timedAt[dimension] - 1];
    }

    private void findFlips() {
        if (!flipsKnown) {
            for (int i = 0; i < timedSize; i++) {
                flips[i] = chains[i].next(occurrences[i], now, cells[timed[i]]);
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
            if (flips[i] <= to) {
                int cell = chains[i].cell(occurrences[i], to);
                set(timed[i], cell);
                flips[i] = chains[i].next(occurrences[i], to, cell);
            }
        }
    }

    /** The cell a dimension will be in at another second, if it is a timed one; else the cell it is in. */
    int cellAt(int dimension, long second) {
        int index = timedAt[dimension];
        return index == 0 ? cells[dimension] : chains[index - 1].cell(occurrences[index - 1], second);
    }

    /** The first second after another one, for which its cell stands, at which the dimension's cell changes. */
    long nextFlipAfter(int dimension, long second) {
        int index = timedAt[dimension];
        return index == 0 ? Chain.NEVER : chains[index - 1].next(occurrences[index - 1], second, cells[dimension]);
    }

    /** Undoes the noted changes, which came from going on in time. */
    void backTo(long second) {
        for (int i = changedSize - 1; i >= 0; i--) {
            cells[changed[i]] = before[i];
        }
        changedSize = 0;
        now = second;
        flipsKnown = false;
    }
}
