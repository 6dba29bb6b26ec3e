package dmp.segment.matching;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.segment.evaluation.SegmentRule;

/**
 * The rules that an index knows only {@linkplain Relaxation relaxed}: which of them are to be asked about the profile that a
 * matcher has just matched. One whose relaxed rule does not hold, and never will by itself, decides nothing.
 */
final class OpenRules {

    /** The rules themselves, by their numbers in the index. */
    private final List<SegmentRule> rules;

    private final BitSet open;

    /** Those whose relaxed rules a dimension can change. */
    private final Map<Integer, BitSet> dimensionToOpen = new HashMap<>();

    /**
     * @param rules in the order of the index
     * @param open the numbers of those that it knows only relaxed
     */
    OpenRules(List<SegmentRule> rules, BitSet open, MatchingIndex index) {
        this.rules = rules;
        this.open = open;
        open.stream().filter(rule -> index.columns.ruleToTimed()[rule] != null).forEach(rule -> {
            for (int dimension : index.columns.ruleToTimed()[rule]) {
                dimensionToOpen.computeIfAbsent(dimension, _ -> new BitSet()).set(rule);
            }
        });
    }

    /** Their numbers. */
    BitSet numbers() {
        return open;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Adds those to be asked about the last profile of the matcher. */
    void addTo(List<SegmentRule> asked, Matcher matcher, BitSet outdated) {
        BitSet found = new BitSet(rules.size());
        matcher.forEachMoving(dimension -> {
            BitSet moved = dimensionToOpen.get(dimension);
            if (moved != null) {
                found.or(moved);
            }
        });
        matcher.addHeld(found);
        found.and(open);
        found.andNot(outdated);
        found.stream().mapToObj(rules::get).forEach(asked::add);
    }
}
