package dmp.segment.benchmark;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Constraint.Comparison;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;
import dmp.segment.rule.Window;

/** Rules of DMP-BE-1 from a seed. */
public enum Workload {
    /** Every conjunction starts with a positive condition on a string or a set; half of the values are rare ones. */
    W1(true, true),
    /** As it comes: popular values, and nothing that a conjunction must have. */
    W2(false, true),
    /** As W1, without OR and NOT. */
    W3(true, false);

    private static final int[] WITHIN_DAYS = {1, 3, 7, 14, 30, 60, 90, 180};

    private final boolean anchored;
    private final boolean withOrAndNot;

    Workload(boolean anchored, boolean withOrAndNot) {
        this.anchored = anchored;
        this.withOrAndNot = withOrAndNot;
    }

    public List<SegmentRule> rules(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SegmentRule> rules = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            rules.add(
                    new SegmentRule("segment-%06d".formatted(i), 1, MergePolicy.DEVICE_ONLY, new Draw(random).rule()));
        }
        return rules;
    }

    /** One rule; no attribute is in it twice. */
    private final class Draw {

        private final SplittableRandom random;
        private final Set<String> used = new HashSet<>();

        Draw(SplittableRandom random) {
            this.random = random;
        }

        Rule rule() {
            int predicates = random.nextInt(2, 9);
            if (withOrAndNot && predicates >= 4 && random.nextInt(10) == 0) {
                int first = predicates / 2;
                return new Rule.Any(List.of(conjunction(first), conjunction(predicates - first)));
            }
            return conjunction(predicates);
        }

        private Rule conjunction(int predicates) {
            List<Rule> groups = new ArrayList<>();
            int left = predicates;
            if (anchored) {
                groups.add(random.nextInt(65) < 40 ? equality() : set());
                left--;
            }
            while (left > 0) {
                int size =
                        withOrAndNot && left >= 2 && random.nextInt(10) < 3 ? Math.min(left, random.nextInt(2, 4)) : 1;
                List<Rule> group = new ArrayList<>();
                for (int i = 0; i < size; i++) {
                    group.add(leaf());
                }
                groups.add(size == 1 ? group.getFirst() : new Rule.Any(group));
                left -= size;
            }
            return groups.size() == 1 ? groups.getFirst() : new Rule.All(groups);
        }

        private Rule leaf() {
            int kind = random.nextInt(100);
            if (kind < 40) {
                return perhapsNegated(string());
            } else if (kind < 65) {
                return hasUnusedSet() ? perhapsNegated(set()) : leaf();
            } else if (kind < 78) {
                return number();
            } else if (kind < 88) {
                return perhapsNegated(recency());
            } else if (kind < 97) {
                return frequency();
            }
            return used.contains(Attributes.bool(0)) && used.contains(Attributes.bool(1)) ? leaf() : bool();
        }

        private Rule perhapsNegated(Rule leaf) {
            return withOrAndNot && random.nextInt(100) < 15 ? new Rule.Not(leaf) : leaf;
        }

        private boolean hasUnusedSet() {
            for (int set = 0; set < Attributes.SETS.size(); set++) {
                if (!used.contains("set" + set)) {
                    return true;
                }
            }
            return false;
        }

        /** Draws the values of one condition. */
        private IntUnaryOperator values(Zipf zipf) {
            boolean uniform = anchored && random.nextBoolean();
            return _ -> uniform ? random.nextInt(zipf.size()) : zipf.draw(random);
        }

        /** An attribute of so many that the rule does not have yet. */
        private int unused(int count, IntFunction<String> name) {
            while (true) {
                int attribute = random.nextInt(count);
                if (used.add(name.apply(attribute))) {
                    return attribute;
                }
            }
        }

        private Rule string() {
            return random.nextInt(100) < 40 ? string(random.nextInt(2, 7)) : equality();
        }

        private Rule equality() {
            return string(1);
        }

        private Rule string(int count) {
            int attribute = unused(Attributes.STRINGS.size(), Attributes::string);
            List<String> values = IntStream.range(0, count)
                    .map(values(Attributes.STRINGS.get(attribute)))
                    .mapToObj(Attributes::value)
                    .toList();
            return new Rule.Attribute(
                    Attributes.string(attribute),
                    count == 1 ? new Constraint.Equals(values.getFirst()) : new Constraint.In(values));
        }

        private Rule set() {
            int set = unused(Attributes.SETS.size(), i -> "set" + i);
            List<Rule> anyOf = IntStream.range(0, random.nextInt(1, 5))
                    .map(values(Attributes.SETS.get(set)))
                    .<Rule>mapToObj(
                            value -> new Rule.Trait(Attributes.member(set, value), Frequency.ONCE, Recency.EVER))
                    .toList();
            return anyOf.size() == 1 ? anyOf.getFirst() : new Rule.Any(anyOf);
        }

        private Rule number() {
            String key = Attributes.number(unused(Attributes.NUMBERS, Attributes::number));
            int width = random.nextInt(200, 3201);
            int from = random.nextInt(Attributes.NUMBER_VALUES - width);
            return new Rule.All(List.of(
                    new Rule.Attribute(key, new Constraint.Compare(Comparison.AT_LEAST, BigDecimal.valueOf(from))),
                    new Rule.Attribute(
                            key, new Constraint.Compare(Comparison.AT_MOST, BigDecimal.valueOf(from + width)))));
        }

        private Rule recency() {
            String trait = Attributes.recency(unused(Attributes.RECENCIES, Attributes::recency));
            int days = WITHIN_DAYS[random.nextInt(WITHIN_DAYS.length)];
            return new Rule.Trait(trait, Frequency.ONCE, new Recency.Within(new Window(days, Window.Unit.DAYS)));
        }

        private Rule frequency() {
            String trait = Attributes.frequency(unused(Attributes.FREQUENCIES, Attributes::frequency));
            return new Rule.Trait(trait, Frequency.atLeast(random.nextInt(1, 11)), Recency.EVER);
        }

        private Rule bool() {
            String key = Attributes.bool(unused(Attributes.BOOLEANS, Attributes::bool));
            return new Rule.Attribute(key, new Constraint.Equals(Boolean.toString(random.nextBoolean())));
        }
    }
}
