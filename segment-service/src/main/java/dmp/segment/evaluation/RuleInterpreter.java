package dmp.segment.evaluation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.segment.rule.Rule;

/**
 * Says whether a rule holds at a second, and the exact second at which that changes by itself.
 *
 * <p>A conjunction that holds does so until the first of its parts fails. One that does not hold may need several of its
 * parts to change, at different times, while others change back: the instants are found by leaping from part to part, each
 * time to the next second at which the part that fails would hold, until all hold at the same second. Disjunctions are the
 * mirror image.
 */
final class RuleInterpreter {

    private final RuleTree rules;
    private final Profile profile;
    private final long now;
    private final Map<String, Verdict> segmentToVerdictNow = new HashMap<>();

    RuleInterpreter(RuleTree rules, Profile profile, long now) {
        this.rules = rules;
        this.profile = profile;
        this.now = now;
    }

    /** Whether the segment's rule holds now; worked out once, however many segments refer to it. */
    Verdict verdict(SegmentRule segment) {
        Verdict known = segmentToVerdictNow.get(segment.segment());
        if (known == null) {
            known = verdict(segment.rule(), profile.through(segment.mergePolicy()), now);
            segmentToVerdictNow.put(segment.segment(), known);
        }
        return known;
    }

    private Verdict verdict(SegmentRule segment, long second) {
        return second == now
                ? verdict(segment)
                : verdict(segment.rule(), profile.through(segment.mergePolicy()), second);
    }

    Verdict verdict(Rule rule, Profile.View view, long second) {
        return switch (rule) {
            case Rule.All all -> allAre(true, all.rules(), view, second);
            case Rule.Any any -> allAre(false, any.rules(), view, second).negated();
            case Rule.Not not -> verdict(not.rule(), view, second).negated();
            case Rule.Trait trait -> view.occurrences(trait.id()).verdict(trait.frequency(), trait.recency(), second);
            case Rule.Attribute attribute -> {
                Attribute known = view.attribute(attribute.key());
                yield Verdict.forGood(known != null && attribute.constraint().admits(known.value()));
            }
            case Rule.Segment segment ->
                rules.segment(segment.id())
                        .map(referred -> verdict(referred, second))
                        .orElse(Verdict.forGood(false));
        };
    }

    /** Whether all rules hold (or, for {@code wanted} false, all fail) at a second, and until when that stays as it is. */
    private Verdict allAre(boolean wanted, List<Rule> rules, Profile.View view, long from) {
        long second = from;
        long until = Verdict.NEVER;
        int agreeing = 0;
        // Round and round, until every rule in turn has agreed at the same second.
        for (int i = 0; agreeing < rules.size(); i = (i + 1) % rules.size()) {
            Verdict verdict = verdict(rules.get(i), view, second);
            if (verdict.holds() == wanted) {
                agreeing++;
                until = Math.min(until, verdict.until());
            } else if (verdict.until() == Verdict.NEVER) {
                return Verdict.forGood(false);
            } else {
                second = verdict.until();
                agreeing = 0;
                until = Verdict.NEVER;
                i--;
            }
        }
        return second == from ? Verdict.of(true, until) : Verdict.of(false, second);
    }
}
