package dmp.segment.matching;

import java.util.Arrays;
import java.util.List;

/** Of the bits that several conditions can set, which these are: when one of them ends, another may still hold. */
final class BitConditions {

    /** The bit is that of one condition only. */
    private static final int ONE = -1;

    private final int[] code;

    /** By slot and column, where the bit's program starts in the code; null for a slot that has none. */
    private final int[][] slotToColumnToStart;

    private BitConditions(int[] code, int[][] slotToColumnToStart) {
        this.code = code;
        this.slotToColumnToStart = slotToColumnToStart;
    }

    /** One of the bit's conditions holds no longer: clears the bit unless another one does. */
    void end(int bit, long[][] slots, int[] cells) {
        int slot = Hits.slot(bit);
        int[] columnToStart = slotToColumnToStart[slot];
        int start = columnToStart == null ? ONE : columnToStart[Hits.column(bit)];
        if (start == ONE || !Program.holds(code, start, cells)) {
            slots[slot][Hits.word(bit)] &= ~(1L << bit);
        }
    }

    static final class Builder {

        private final Program.Writer writer;
        private final int columns;
        private final int[][] slotToColumnToStart;

        Builder(Selectivity selectivity, int slots, int columns) {
            writer = new Program.Writer(selectivity);
            this.columns = columns;
            slotToColumnToStart = new int[slots][];
        }

        /** The bit is set when any of these hold. */
        void add(int slot, int column, List<Formula.On> anyOf) {
            if (anyOf.size() < 2) {
                return;
            }
            if (slotToColumnToStart[slot] == null) {
                slotToColumnToStart[slot] = new int[columns];
                Arrays.fill(slotToColumnToStart[slot], ONE);
            }
            slotToColumnToStart[slot][column] = writer.write(Formula.any(List.copyOf(anyOf)));
        }

        BitConditions build() {
            return new BitConditions(writer.code(), slotToColumnToStart);
        }
    }
}
