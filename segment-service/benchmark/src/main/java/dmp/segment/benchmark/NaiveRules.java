package dmp.segment.benchmark;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.Constraint.Comparison;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;

/**
 * The baseline: a tree of objects for each rule, walked from the root, in the order in which the rule is written, stopping
 * as soon as the answer is known. It is made as good as that idea allows: texts are numbers, attributes and traits are array
 * slots, a range or a choice of values is one node. Turning a profile into slots is not counted against it.
 */
final class NaiveRules {

    /** A profile in slots. 0 is an unknown text; {@link Long#MIN_VALUE} an unknown number; null an unknown trait. */
    record Slots(int[] texts, long[] numbers, long[][] occurrences) {}

    private interface Node {
        boolean holds(Slots profile);
    }

    private record And(Node[] parts) implements Node {
        @Override
        public boolean holds(Slots profile) {
            for (Node part : parts) {
                if (!part.holds(profile)) {
                    return false;
                }
            }
            return true;
        }
    }

    private record Or(Node[] parts) implements Node {
        @Override
        public boolean holds(Slots profile) {
            for (Node part : parts) {
                if (part.holds(profile)) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Negation(Node part) implements Node {
        @Override
        public boolean holds(Slots profile) {
            return !part.holds(profile);
        }
    }

    private record Is(int slot, int text) implements Node {
        @Override
        public boolean holds(Slots profile) {
            return profile.texts[slot] == text;
        }
    }

    private record In(int slot, int[] texts) implements Node {
        @Override
        public boolean holds(Slots profile) {
            int actual = profile.texts[slot];
            for (int text : texts) {
                if (text == actual) {
                    return true;
                }
            }
            return false;
        }
    }

    private record Range(int slot, long from, long to) implements Node {
        @Override
        public boolean holds(Slots profile) {
            long number = profile.numbers[slot];
            return number >= from && number <= to;
        }
    }

    private record AnyTrait(int[] slots) implements Node {
        @Override
        public boolean holds(Slots profile) {
            for (int slot : slots) {
                if (profile.occurrences[slot] != null) {
                    return true;
                }
            }
            return false;
        }
    }

    private record AtLeast(int slot, int times) implements Node {
        @Override
        public boolean holds(Slots profile) {
            long[] at = profile.occurrences[slot];
            return at != null && at.length >= times;
        }
    }

    private record Within(int slot, long seconds) implements Node {
        @Override
        public boolean holds(Slots profile) {
            long[] at = profile.occurrences[slot];
            return at != null && at[at.length - 1] > Attributes.NOW - seconds;
        }
    }

    private final Map<String, Integer> keyToSlot = new HashMap<>();
    private final Map<String, Integer> traitToSlot = new HashMap<>();
    private final Map<String, Integer> textToNumber = new HashMap<>();
    private final Node[] rules;

    NaiveRules(List<SegmentRule> segments) {
        rules = segments.stream().map(segment -> node(segment.rule())).toArray(Node[]::new);
    }

    Slots slots(Profiles.Plain profile) {
        Slots slots = new Slots(new int[keyToSlot.size()], new long[keyToSlot.size()], new long[traitToSlot.size()][]);
        Arrays.fill(slots.numbers, Long.MIN_VALUE);
        profile.keyToValue().forEach((key, value) -> {
            Integer slot = keyToSlot.get(key);
            if (slot != null) {
                slots.texts[slot] = textToNumber.getOrDefault(value, -1);
                if (Character.isDigit(value.charAt(0))) {
                    slots.numbers[slot] = Long.parseLong(value);
                }
            }
        });
        profile.traitToOccurrences().forEach((trait, at) -> {
            Integer slot = traitToSlot.get(trait);
            if (slot != null) {
                slots.occurrences[slot] = at;
            }
        });
        return slots;
    }

    /** Sets the bits of the rules that hold. */
    void match(Slots profile, long[] bits) {
        Arrays.fill(bits, 0);
        for (int i = 0; i < rules.length; i++) {
            if (rules[i].holds(profile)) {
                bits[i >>> 6] |= 1L << i;
            }
        }
    }

    private Node node(Rule rule) {
        return switch (rule) {
            case Rule.All(List<Rule> parts) -> {
                Range range = range(parts);
                yield range == null ? new And(nodes(parts)) : range;
            }
            case Rule.Any(List<Rule> parts) -> {
                boolean traits = parts.stream().allMatch(NaiveRules::isEver);
                yield traits
                        ? new AnyTrait(parts.stream()
                                .mapToInt(part -> slot(traitToSlot, ((Rule.Trait) part).id()))
                                .toArray())
                        : new Or(nodes(parts));
            }
            case Rule.Not(Rule part) -> new Negation(node(part));
            case Rule.Attribute(String key, Constraint.Equals(String value)) ->
                new Is(slot(keyToSlot, key), number(value));
            case Rule.Attribute(String key, Constraint.In(List<String> values)) ->
                new In(
                        slot(keyToSlot, key),
                        values.stream().mapToInt(this::number).toArray());
            case Rule.Trait trait when isEver(trait) -> new AnyTrait(new int[] {slot(traitToSlot, trait.id())});
            case Rule.Trait(String id, Frequency frequency, Recency.Ever()) ->
                new AtLeast(slot(traitToSlot, id), frequency.min());
            case Rule.Trait(String id, Frequency frequency, Recency.Within(var window))
            when frequency.equals(Frequency.ONCE) -> new Within(slot(traitToSlot, id), window.seconds());
            case Rule.Attribute _, Rule.Trait _, Rule.Segment _, Rule.Sourced _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
            case Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ ->
                throw new IllegalArgumentException("not in DMP-BE-1: " + rule);
        };
    }

    private Node[] nodes(List<Rule> parts) {
        return parts.stream().map(this::node).toArray(Node[]::new);
    }

    private static boolean isEver(Rule rule) {
        return rule instanceof Rule.Trait(String ignored, Frequency frequency, Recency.Ever())
                && frequency.equals(Frequency.ONCE);
    }

    private Range range(List<Rule> parts) {
        if (parts.size() == 2
                && parts.getFirst()
                        instanceof Rule.Attribute(String key, Constraint.Compare(Comparison atLeast, var from))
                && atLeast == Comparison.AT_LEAST
                && parts.getLast() instanceof Rule.Attribute(String same, Constraint.Compare(Comparison atMost, var to))
                && atMost == Comparison.AT_MOST
                && key.equals(same)) {
            return new Range(slot(keyToSlot, key), from.longValueExact(), to.longValueExact());
        }
        return null;
    }

    private static int slot(Map<String, Integer> nameToSlot, String name) {
        return nameToSlot.computeIfAbsent(name, _ -> nameToSlot.size());
    }

    private int number(String text) {
        return textToNumber.computeIfAbsent(text, _ -> textToNumber.size() + 1);
    }
}
