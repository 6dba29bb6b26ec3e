package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Dependencies;

/** Builds an index. */
final class IndexBuilder {

    /** A disjunction of more conjunctions than that stays one column. */
    private static final int MOST_COLUMNS = 16;

    private final List<SegmentRule> rules;
    private final Map<String, Integer> idToRule = new HashMap<>();
    private final Dimensions dimensions;
    private final Selectivity selectivity;
    private final Program.Writer writer;
    private final Program.Writer restWriter;
    private final int[] ruleToLayer;
    /** Where each rule is in the order of references. */
    private final int[] rulePosition;

    private final int[][] ruleToReferred;
    private final int[][] ruleToTimed;

    private final Postings told = new Postings();
    private final Postings restTold = new Postings();
    private final Postings ruleColumns = new Postings();
    private final int[] cellBase;
    private int[] columnToRule = new int[0];
    private int[] rest = new int[0];
    private int[] whole = new int[0];

    IndexBuilder(Collection<SegmentRule> rules, List<? extends ProfileFacts> sample, long now) {
        this.rules = rules.stream()
                .sorted(Comparator.comparing(SegmentRule::segment))
                .toList();
        for (int rule = 0; rule < this.rules.size(); rule++) {
            idToRule.put(this.rules.get(rule).segment(), rule);
        }
        dimensions = Dimensions.of(this.rules);
        selectivity = Selectivity.of(dimensions, sample, now);
        writer = new Program.Writer(selectivity);
        restWriter = new Program.Writer(selectivity);
        ruleToLayer = new int[this.rules.size()];
        rulePosition = new int[this.rules.size()];
        ruleToReferred = new int[this.rules.size()][];
        ruleToTimed = new int[this.rules.size()][];
        cellBase = new int[dimensions.size() + 1];
        for (int dimension = 0; dimension < dimensions.size(); dimension++) {
            cellBase[dimension + 1] = cellBase[dimension] + dimensions.cells(dimension);
        }
    }

    MatchingIndex build() {
        List<LayerBuilder> builders = new ArrayList<>();
        for (int rule : inOrder()) {
            Formula formula =
                    dimensions.formula(rules.get(rule).rule(), rules.get(rule).mergePolicy());
            ruleToTimed[rule] = timed(rule, formula);
            while (builders.size() <= ruleToLayer[rule]) {
                builders.add(new LayerBuilder(dimensions, selectivity));
            }
            LayerBuilder builder = builders.get(ruleToLayer[rule]);
            split(formula).forEach(column -> builder.add(rule, column));
        }
        List<Layer> layers = new ArrayList<>();
        for (LayerBuilder builder : builders) {
            int firstWord = columnToRule.length >>> 6;
            layers.add(builder.build(firstWord, this::column));
            fill();
        }
        int[] ruleDimension = new int[rules.size()];
        for (int rule = 0; rule < ruleDimension.length; rule++) {
            ruleDimension[rule] =
                    dimensions.segmentToDimension.getOrDefault(rules.get(rule).segment(), Dimensions.NONE);
        }
        int[] ruleStart = ruleColumns.start(rules.size());
        return new MatchingIndex(
                dimensions,
                rules,
                List.copyOf(layers),
                new MatchingIndex.Columns(
                        columnToRule,
                        alone(ruleStart),
                        writer.code(),
                        whole,
                        restWriter.code(),
                        rest,
                        ruleStart,
                        ruleColumns.values(ruleStart),
                        ruleDimension,
                        boundaries(told),
                        boundaries(restTold),
                        ruleToReferred,
                        ruleToTimed));
    }

    private long[] alone(int[] ruleStart) {
        long[] alone = new long[columnToRule.length >>> 6];
        for (int column = 0; column < columnToRule.length; column++) {
            int rule = columnToRule[column];
            if (rule >= 0 && ruleStart[rule + 1] - ruleStart[rule] == 1) {
                alone[column >>> 6] |= 1L << column;
            }
        }
        return alone;
    }

    private MatchingIndex.Boundaries boundaries(Postings postings) {
        int[] start = postings.start(cellBase[dimensions.size()]);
        return new MatchingIndex.Boundaries(cellBase, start, postings.values(start));
    }

    /** The rules, each after those it refers to; puts each into the layer after theirs. */
    private List<Integer> inOrder() {
        List<Integer> order = new ArrayList<>(rules.size());
        boolean[] done = new boolean[rules.size()];
        boolean[] underway = new boolean[rules.size()];
        for (int rule = 0; rule < rules.size(); rule++) {
            order(rule, order, done, underway);
        }
        return order;
    }

    private void order(int rule, List<Integer> order, boolean[] done, boolean[] underway) {
        if (done[rule]) {
            return;
        }
        if (underway[rule]) {
            throw new IllegalArgumentException("segments refer to one another in a circle: "
                    + rules.get(rule).segment());
        }
        underway[rule] = true;
        TreeSet<Integer> referred = new TreeSet<>(Comparator.comparingInt((Integer other) -> rulePosition[other]));
        for (String id : Dependencies.of(rules.get(rule).rule()).segments()) {
            Integer other = idToRule.get(id);
            if (other != null) {
                order(other, order, done, underway);
                referred.add(other);
                if (ruleToReferred[other] != null) {
                    Arrays.stream(ruleToReferred[other]).forEach(referred::add);
                }
                ruleToLayer[rule] = Math.max(ruleToLayer[rule], ruleToLayer[other] + 1);
            }
        }
        if (!referred.isEmpty()) {
            ruleToReferred[rule] = referred.stream().mapToInt(Integer::intValue).toArray();
        }
        done[rule] = true;
        rulePosition[rule] = order.size();
        order.add(rule);
    }

    /** A disjunction of conjunctions becomes a column for each, so that each has its own anchor and rows. */
    private static List<Formula> split(Formula formula) {
        if (formula instanceof Formula.Any(List<Formula> parts)) {
            List<Formula> columns = new ArrayList<>();
            List<Formula> plain = new ArrayList<>();
            for (Formula part : parts) {
                (part instanceof Formula.All ? columns : plain).add(part);
            }
            if (!columns.isEmpty() && columns.size() <= MOST_COLUMNS) {
                if (!plain.isEmpty()) {
                    columns.add(Formula.any(plain));
                }
                return columns;
            }
            return parts.isEmpty() ? List.of() : List.of(formula);
        }
        return List.of(formula);
    }

    private void column(int column, int rule, Formula formula, Formula left) {
        if (column >= columnToRule.length) {
            grow(column + 1);
        }
        columnToRule[column] = rule;
        whole[column] = writer.write(formula);
        if (!left.equals(Formula.TRUE)) {
            rest[column] = restWriter.write(left);
            forEachCondition(left, on -> post(on, column, restTold));
        }
        ruleColumns.add(rule, column);
        forEachCondition(formula, on -> {
            if (isTimed(on)) {
                post(on, column, told);
            }
        });
    }

    private void grow(int least) {
        int size = Math.max(least, columnToRule.length * 2);
        int filled = columnToRule.length;
        columnToRule = Arrays.copyOf(columnToRule, size);
        Arrays.fill(columnToRule, filled, size, -1);
        rest = Arrays.copyOf(rest, size);
        whole = Arrays.copyOf(whole, size);
    }

    /** Ends a layer: its last word is its own. */
    private void fill() {
        int used = columnToRule.length;
        while (used > 0 && columnToRule[used - 1] < 0) {
            used--;
        }
        int size = (used + 63) / 64 * 64;
        int filled = Math.min(size, columnToRule.length);
        columnToRule = Arrays.copyOf(columnToRule, size);
        Arrays.fill(columnToRule, filled, size, -1);
        rest = Arrays.copyOf(rest, size);
        whole = Arrays.copyOf(whole, size);
    }

    private void post(Formula.On on, int column, Postings into) {
        int first = cellBase[on.dimension()];
        Cells cells = on.cells();
        int last = dimensions.cells(on.dimension()) - 1;
        if (dimensions.kind(on.dimension()) == Dimensions.Kind.EXACT) {
            // The cells that differ from "any other value": two of the rest are the same to this column.
            Cells exceptions = cells.has(AttributeDimensions.OTHER) ? cells.not() : cells;
            for (int run = 0; run < exceptions.runs(); run++) {
                for (int cell = exceptions.first(run); cell <= Math.min(last, exceptions.last(run)); cell++) {
                    into.add(first + cell, column);
                }
            }
        } else {
            for (int cell : cells.changes()) {
                if (cell > 0 && cell <= last) {
                    into.add(first + cell, column);
                }
            }
        }
    }

    private boolean isTimed(Formula.On on) {
        return dimensions.kind(on.dimension()) == Dimensions.Kind.TIMED;
    }

    private static void forEachCondition(Formula formula, Consumer<Formula.On> conditions) {
        switch (formula) {
            case Formula.On on -> conditions.accept(on);
            case Formula.All(List<Formula> parts) -> parts.forEach(part -> forEachCondition(part, conditions));
            case Formula.Any(List<Formula> parts) -> parts.forEach(part -> forEachCondition(part, conditions));
        }
    }

    private int[] timed(int rule, Formula formula) {
        TreeSet<Integer> timed = new TreeSet<>();
        forEachCondition(formula, on -> {
            if (isTimed(on)) {
                timed.add(on.dimension());
            }
        });
        if (ruleToReferred[rule] != null) {
            for (int referred : ruleToReferred[rule]) {
                if (ruleToTimed[referred] != null) {
                    Arrays.stream(ruleToTimed[referred]).forEach(timed::add);
                }
            }
        }
        return timed.isEmpty()
                ? null
                : timed.stream().mapToInt(Integer::intValue).toArray();
    }
}
