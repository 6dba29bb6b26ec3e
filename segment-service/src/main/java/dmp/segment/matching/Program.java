package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Formulas as short-circuit code over cells. An instruction is four numbers: a dimension, the first cell of a run, the
 * length of the run less one, and where to go: an instruction's index shifted left, and in the lowest bit for which
 * outcome; with the other outcome the next instruction follows. A negative target ends the program.
 */
final class Program {

    static final int WIDTH = 4;

    private static final int REJECT = Integer.MIN_VALUE;
    private static final int ACCEPT = Integer.MIN_VALUE | 2;

    private Program() {}

    static boolean holds(int[] code, int start, int[] cells) {
        int at = start;
        while (true) {
            boolean in = Integer.compareUnsigned(cells[code[at]] - code[at + 1], code[at + 2]) <= 0;
            int target = code[at + 3];
            if (in == ((target & 1) != 0)) {
                if (target < 0) {
                    return (target & 2) != 0;
                }
                at = target >> 1;
            } else {
                at += WIDTH;
            }
        }
    }

    /** Lays out programs one after another. */
    static final class Writer {

        private final Selectivity selectivity;
        private int[] code = new int[1 << 12];
        private int size;

        Writer(Selectivity selectivity) {
            this.selectivity = selectivity;
        }

        /** Writes a program and gives back where it starts. */
        int write(Formula formula) {
            int start = size;
            if (formula.equals(Formula.FALSE)) {
                instruction(Dimensions.CONSTANT, 0, 0, REJECT | 1);
                return start;
            }
            if (!formula.equals(Formula.TRUE)) {
                write(formula, new Label(ACCEPT), new Label(REJECT), true);
            }
            instruction(Dimensions.CONSTANT, 0, 0, ACCEPT | 1);
            return start;
        }

        int[] code() {
            return Arrays.copyOf(code, size);
        }

        /** Writes code after which the next instruction is where to go when the formula is {@code fallsThroughWhen}. */
        private void write(Formula formula, Label ifTrue, Label ifFalse, boolean fallsThroughWhen) {
            switch (formula) {
                case Formula.On(int dimension, Cells cells) ->
                    write(dimension, cells, ifTrue, ifFalse, fallsThroughWhen);
                case Formula.All(List<Formula> parts) ->
                    write(ordered(parts, true), true, ifTrue, ifFalse, fallsThroughWhen);
                case Formula.Any(List<Formula> parts) ->
                    write(ordered(parts, false), false, ifTrue, ifFalse, fallsThroughWhen);
            }
        }

        private void write(
                List<Formula> parts, boolean conjunction, Label ifTrue, Label ifFalse, boolean fallsThroughWhen) {
            for (Formula part : parts.subList(0, parts.size() - 1)) {
                Label next = new Label();
                write(part, conjunction ? next : ifTrue, conjunction ? ifFalse : next, conjunction);
                next.bind();
            }
            write(parts.getLast(), ifTrue, ifFalse, fallsThroughWhen);
        }

        private void write(int dimension, Cells cells, Label ifTrue, Label ifFalse, boolean fallsThroughWhen) {
            Cells complement = cells.not();
            if (complement.runs() < cells.runs()) {
                writeRuns(dimension, complement, ifFalse, ifTrue, !fallsThroughWhen);
            } else {
                writeRuns(dimension, cells, ifTrue, ifFalse, fallsThroughWhen);
            }
        }

        private void writeRuns(int dimension, Cells cells, Label ifIn, Label ifOut, boolean fallsThroughWhenIn) {
            for (int run = 0; run < cells.runs(); run++) {
                boolean jumpsWhenIn = run < cells.runs() - 1 || !fallsThroughWhenIn;
                Label target = jumpsWhenIn ? ifIn : ifOut;
                target.use(size);
                instruction(
                        dimension,
                        cells.first(run),
                        cells.last(run) - cells.first(run),
                        target.value | (jumpsWhenIn ? 1 : 0));
            }
        }

        private void instruction(int dimension, int first, int span, int target) {
            if (size + WIDTH > code.length) {
                code = Arrays.copyOf(code, 2 * code.length);
            }
            code[size++] = dimension;
            code[size++] = first;
            code[size++] = span;
            code[size++] = target;
        }

        /** What is cheap and likely to decide comes first. */
        private List<Formula> ordered(List<Formula> parts, boolean conjunction) {
            record Ranked(Formula part, double rank) {}
            return parts.stream()
                    .map(part -> {
                        double truth = selectivity.of(part);
                        return new Ranked(part, cost(part) / (conjunction ? 1 - truth : truth));
                    })
                    .sorted(Comparator.comparingDouble(Ranked::rank))
                    .map(Ranked::part)
                    .toList();
        }

        private static int cost(Formula formula) {
            return switch (formula) {
                case Formula.On on ->
                    Math.min(on.cells().runs(), on.cells().not().runs());
                case Formula.All(List<Formula> parts) -> cost(parts);
                case Formula.Any(List<Formula> parts) -> cost(parts);
            };
        }

        private static int cost(List<Formula> parts) {
            int cost = 0;
            for (Formula part : parts) {
                cost += cost(part);
            }
            return cost;
        }

        /** Somewhere to go to; where that is may not be known yet. */
        private final class Label {

            private final int value;
            private final List<Integer> uses = new ArrayList<>(2);

            Label() {
                this(0);
            }

            Label(int value) {
                this.value = value;
            }

            void use(int instruction) {
                if (value == 0) {
                    uses.add(instruction);
                }
            }

            void bind() {
                uses.forEach(instruction -> code[instruction + 3] |= size << 1);
            }
        }
    }
}
