package dmp.segment.membership;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.matching.IndexedRules;
import dmp.segment.membership.StateCodec.Glimpse;
import dmp.segment.membership.StateCodec.Wanted;

/**
 * What some segments decide, to be compared with what they decided.
 *
 * @param rules answers for them, and perhaps for others too
 * @param segments those that may decide otherwise now, and such as are no more
 * @param wanted what of a state the rules ask about
 */
record Question(BiFunction<Profile, Long, Evaluation> rules, Set<String> segments, Wanted wanted) {

    /** Up to so many rules are walked, and a state is read for what they ask; more of them go through the index. */
    private static final int FEW = 64;

    static Question about(IndexedRules index, Set<String> segments) {
        RuleTree tree = index.tree();
        List<SegmentRule> rules = tree.withReferring(segments);
        Set<String> affected = new HashSet<>(segments);
        rules.forEach(segment -> affected.add(segment.segment()));
        if (rules.size() > FEW) {
            return new Question(index::evaluate, affected, Wanted.ALL);
        }
        return new Question(
                (profile, now) -> tree.evaluate(rules, profile, now), affected, Wanted.by(rules, tree, affected));
    }

    boolean isAnsweredOtherwise(Glimpse glimpse, long now) {
        Evaluation evaluation =
                glimpse.profile().isForgotten() ? Evaluation.NOTHING : rules.apply(new Profile(glimpse.profile()), now);
        return evaluation.nextChange() < glimpse.nextChange()
                || !held(evaluation).equals(known(glimpse));
    }

    private Map<String, Long> held(Evaluation evaluation) {
        return segmentToRuleVersion(evaluation.held(), Held::segment, Held::ruleVersion);
    }

    private Map<String, Long> known(Glimpse glimpse) {
        return segmentToRuleVersion(glimpse.memberships(), Membership::segment, Membership::ruleVersion);
    }

    private <T> Map<String, Long> segmentToRuleVersion(
            List<T> memberships, Function<T, String> segment, ToLongFunction<T> ruleVersion) {
        if (memberships.isEmpty()) {
            return Map.of();
        }
        Map<String, Long> found = new HashMap<>();
        for (T membership : memberships) {
            if (segments.contains(segment.apply(membership))) {
                found.put(segment.apply(membership), ruleVersion.applyAsLong(membership));
            }
        }
        return found;
    }
}
