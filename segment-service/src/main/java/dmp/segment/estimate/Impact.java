package dmp.segment.estimate;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Dependencies;

/**
 * A segment that decides by something, itself or through others.
 *
 * @param through the segments it refers to that decide by it; empty when none does, so that it names it itself
 * @param namesIt its own rule names it
 */
record Impact(String segment, boolean namesIt, List<String> through) {

    /** All segments of a tree that decide by what rules of some kind name, in the order of their ids. */
    static List<Impact> of(RuleTree tree, Predicate<Dependencies> naming) {
        Set<String> direct = tree.segments().stream()
                .filter(segment -> naming.test(Dependencies.of(segment.rule())))
                .map(SegmentRule::segment)
                .collect(Collectors.toSet());
        Collection<SegmentRule> affected = tree.withReferring(direct);
        Set<String> ids = affected.stream().map(SegmentRule::segment).collect(Collectors.toSet());
        return affected.stream()
                .map(segment -> new Impact(
                        segment.segment(),
                        direct.contains(segment.segment()),
                        Dependencies.of(segment.rule()).segments().stream()
                                .filter(ids::contains)
                                .toList()))
                .sorted(Comparator.comparing(Impact::segment))
                .toList();
    }
}
