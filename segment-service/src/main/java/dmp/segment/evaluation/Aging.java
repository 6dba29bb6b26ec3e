package dmp.segment.evaluation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.rule.Dependencies;

/**
 * Which segments look through merge policies for which links grow too old, themselves or through segments they refer to. Rules are
 * asked as if the identifiers united now stayed united; from the day on which that may end, the answers do not count any more, and
 * are asked for again. Told is therefore an instant that is perhaps too early, never one too late.
 */
public final class Aging {

    /** Only those that have any. */
    private final Map<String, Set<MergePolicy>> segmentToPolicies = new HashMap<>();

    private final Set<MergePolicy> all = new LinkedHashSet<>();

    /** @param segments each after those it refers to */
    Aging(Collection<SegmentRule> segments) {
        for (SegmentRule segment : segments) {
            Set<MergePolicy> policies = new LinkedHashSet<>();
            if (segment.mergePolicy().isAging()) {
                policies.add(segment.mergePolicy());
            }
            if (!segmentToPolicies.isEmpty()) {
                Dependencies.of(segment.rule())
                        .segments()
                        .forEach(id -> policies.addAll(segmentToPolicies.getOrDefault(id, Set.of())));
            }
            if (!policies.isEmpty()) {
                segmentToPolicies.put(segment.segment(), policies);
                all.addAll(policies);
            }
        }
    }

    /** The first second at which a segment's answer does not count any more, whatever it is. */
    long until(String segment, Profile profile, long now) {
        return until(segmentToPolicies.getOrDefault(segment, Set.of()), profile, now);
    }

    private static long until(Set<MergePolicy> policies, Profile profile, long now) {
        long until = Verdict.NEVER;
        for (MergePolicy policy : policies) {
            until = Math.min(until, profile.through(policy, now).until());
        }
        return until;
    }

    /** What was found as if all who are united now stayed so, without what is later than that. */
    public Evaluation cut(Evaluation found, Profile profile, long now) {
        long until = until(all, profile, now);
        if (until == Verdict.NEVER) {
            return found;
        }
        List<Held> held = new ArrayList<>(found.held().size());
        for (Held segment : found.held()) {
            long own = until(segment.segment(), profile, now);
            held.add(own < segment.until() ? new Held(segment.segment(), segment.ruleVersion(), own) : segment);
        }
        return new Evaluation(held, Math.min(found.nextChange(), until));
    }
}
