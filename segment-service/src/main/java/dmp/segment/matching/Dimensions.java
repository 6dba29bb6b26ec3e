package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Rule;

/** All that the rules of a tenant can tell apart about a profile, numbered. */
final class Dimensions {

    static final int NONE = -1;

    /** The dimension of which every profile is in cell 0. */
    static final int CONSTANT = 0;

    enum Kind {
        /** A cell for each value that rules name. */
        EXACT,
        /** Neighbouring cells are neighbouring values. */
        ORDERED,
        /** Ordered, and time changes it. */
        TIMED
    }

    /** What rules ask through one merge policy. */
    static final class Policy {
        final MergePolicy mergePolicy;
        final Map<String, AttributeDimensions> keyToAttribute = new HashMap<>();
        final Map<String, TraitDimensions> idToTrait = new HashMap<>();

        Policy(MergePolicy mergePolicy) {
            this.mergePolicy = mergePolicy;
        }
    }

    final List<Policy> policies = new ArrayList<>();
    private final Map<MergePolicy, Policy> toPolicy = new HashMap<>();
    /** The dimension in which a segment that others refer to is: cell 1 when its rule holds. */
    final Map<String, Integer> segmentToDimension = new HashMap<>();

    private Kind[] kinds = new Kind[64];
    private int[] sizes = new int[64];
    private int[][] mentions = new int[64][];
    private int size;

    private Dimensions() {
        add(Kind.ORDERED, 1);
    }

    static Dimensions of(Collection<SegmentRule> rules) {
        Asked asked = new Asked();
        rules.forEach(rule -> asked.add(rule.rule(), rule.mergePolicy()));
        return asked.dimensions();
    }

    int add(Kind kind, int cells) {
        if (size == sizes.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            sizes = Arrays.copyOf(sizes, 2 * size);
            mentions = Arrays.copyOf(mentions, 2 * size);
        }
        kinds[size] = kind;
        sizes[size] = cells;
        return size++;
    }

    void mentioned(int dimension, int cell, int times) {
        if (mentions[dimension] == null) {
            mentions[dimension] = new int[sizes[dimension]];
        }
        mentions[dimension][cell] = times;
    }

    int size() {
        return size;
    }

    Kind kind(int dimension) {
        return kinds[dimension];
    }

    /** How many cells the dimension has. */
    int cells(int dimension) {
        return sizes[dimension];
    }

    /** How often rules name each cell; null but for exact dimensions. */
    int[] mentions(int dimension) {
        return mentions[dimension];
    }

    Formula formula(Rule rule, MergePolicy mergePolicy) {
        return formula(rule, toPolicy.get(mergePolicy), false);
    }

    private Formula formula(Rule rule, Policy policy, boolean negated) {
        return switch (rule) {
            case Rule.All(List<Rule> rules) -> {
                List<Formula> parts = formulas(rules, policy, negated);
                yield negated ? Formula.any(parts) : Formula.all(parts);
            }
            case Rule.Any(List<Rule> rules) -> {
                List<Formula> parts = formulas(rules, policy, negated);
                yield negated ? Formula.all(parts) : Formula.any(parts);
            }
            case Rule.Not(Rule inner) -> formula(inner, policy, !negated);
            case Rule.Trait trait ->
                negated(policy.idToTrait.get(trait.id()).formula(trait.frequency(), trait.recency()), negated);
            case Rule.Attribute attribute ->
                negated(policy.keyToAttribute.get(attribute.key()).formula(attribute.constraint()), negated);
            case Rule.Segment(String id) -> {
                Integer dimension = segmentToDimension.get(id);
                Formula holds = dimension == null ? Formula.FALSE : Formula.on(dimension, Cells.KNOWN);
                yield negated(holds, negated);
            }
            case Rule.Sourced _, Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ ->
                throw withoutCells(rule);
        };
    }

    static IllegalArgumentException withoutCells(Object asked) {
        return new IllegalArgumentException("an index has no cells for " + asked);
    }

    private List<Formula> formulas(List<Rule> rules, Policy policy, boolean negated) {
        List<Formula> formulas = new ArrayList<>(rules.size());
        for (Rule rule : rules) {
            formulas.add(formula(rule, policy, negated));
        }
        return formulas;
    }

    private static Formula negated(Formula formula, boolean negated) {
        if (!negated) {
            return formula;
        }
        return switch (formula) {
            case Formula.On(int dimension, Cells cells) -> Formula.on(dimension, cells.not());
            case Formula.All(List<Formula> parts) ->
                Formula.any(parts.stream().map(part -> negated(part, true)).toList());
            case Formula.Any(List<Formula> parts) ->
                Formula.all(parts.stream().map(part -> negated(part, true)).toList());
        };
    }

    /** Every condition of all rules, by what it is about. */
    private static final class Asked {

        private record Conditions(
                Map<String, List<Constraint>> keyToConstraints, Map<String, List<Rule.Trait>> idToTraits) {}

        private final Map<MergePolicy, Conditions> policyToConditions = new HashMap<>();
        private final Map<String, Boolean> referred = new HashMap<>();

        void add(Rule rule, MergePolicy mergePolicy) {
            add(
                    rule,
                    policyToConditions.computeIfAbsent(
                            mergePolicy, _ -> new Conditions(new HashMap<>(), new HashMap<>())));
        }

        private void add(Rule rule, Conditions conditions) {
            switch (rule) {
                case Rule.All(List<Rule> rules) -> rules.forEach(part -> add(part, conditions));
                case Rule.Any(List<Rule> rules) -> rules.forEach(part -> add(part, conditions));
                case Rule.Not(Rule inner) -> add(inner, conditions);
                case Rule.Trait trait ->
                    conditions
                            .idToTraits
                            .computeIfAbsent(trait.id(), _ -> new ArrayList<>(2))
                            .add(trait);
                case Rule.Attribute(String key, Constraint constraint) ->
                    conditions
                            .keyToConstraints
                            .computeIfAbsent(key, _ -> new ArrayList<>())
                            .add(constraint);
                case Rule.Segment(String id) -> referred.put(id, true);
                case Rule.Sourced _, Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ ->
                    throw withoutCells(rule);
            }
        }

        /** What rules ask about most, profiles have most: side by side, it stays in the processor's cache. */
        private static <T> Stream<Map.Entry<String, List<T>>> mostAskedFirst(Map<String, List<T>> asked) {
            return asked.entrySet().stream()
                    .sorted(Comparator.comparingInt((Map.Entry<String, List<T>> entry) ->
                                    -entry.getValue().size())
                            .thenComparing(Map.Entry::getKey));
        }

        Dimensions dimensions() {
            Dimensions dimensions = new Dimensions();
            policyToConditions.forEach((mergePolicy, conditions) -> {
                Policy policy = new Policy(mergePolicy);
                mostAskedFirst(conditions.keyToConstraints)
                        .forEach(entry -> policy.keyToAttribute.put(
                                entry.getKey(), AttributeDimensions.of(entry.getValue(), dimensions)));
                mostAskedFirst(conditions.idToTraits)
                        .forEach(entry ->
                                policy.idToTrait.put(entry.getKey(), TraitDimensions.of(entry.getValue(), dimensions)));
                dimensions.toPolicy.put(mergePolicy, policy);
                dimensions.policies.add(policy);
            });
            referred.keySet().forEach(id -> dimensions.segmentToDimension.put(id, dimensions.add(Kind.ORDERED, 2)));
            return dimensions;
        }
    }
}
