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
    private final Taxonomy taxonomy;
    private final Profile profile;
    private final long now;
    private final Map<String, Verdict> segmentToVerdictNow = new HashMap<>();

    RuleInterpreter(RuleTree rules, Profile profile, long now) {
        this.rules = rules;
        this.taxonomy = rules.taxonomy();
        this.profile = profile;
        this.now = now;
    }

    /** Whether the segment's rule holds now; worked out once, however many segments refer to it. */
    Verdict verdict(SegmentRule segment) {
        Verdict known = segmentToVerdictNow.get(segment.segment());
        if (known == null) {
            known = verdict(segment.rule(), profile.through(segment.mergePolicy(), now), now);
            segmentToVerdictNow.put(segment.segment(), known);
        }
        return known;
    }

    private Verdict verdict(SegmentRule segment, long second) {
        return second == now
                ? verdict(segment)
                : verdict(segment.rule(), profile.through(segment.mergePolicy(), now), second);
    }

    Verdict verdict(Rule rule, Profile.View view, long second) {
        return switch (rule) {
            case Rule.All all -> allAre(true, all.rules(), view, second);
            case Rule.Any any -> allAre(false, any.rules(), view, second).negated();
            case Rule.Not not -> verdict(not.rule(), view, second).negated();
            case Rule.Trait trait ->
                view.occurrences(trait.id(), taxonomy).verdict(trait.frequency(), trait.recency(), second);
            case Rule.Sourced sourced ->
                view.occurrences(sourced.observed(), taxonomy).verdict(sourced.frequency(), sourced.recency(), second);
            case Rule.Endpoint endpoint -> endpoint(endpoint, view.occurrences(endpoint.observed(), taxonomy), second);
            case Rule.Sum sum ->
                view.occurrences(sum.observed(), taxonomy).verdict(sum.amount(), sum.recency(), second);
            case Rule.Sequence sequence ->
                view.done(sequence.steps(), taxonomy).verdict(sequence.frequency(), sequence.recency(), second);
            case Rule.Sample sample -> {
                int place = Drawing.place(sample.name(), profile.identifier());
                yield Verdict.forGood(place >= sample.from() && place < sample.to());
            }
            case Rule.Score score -> score(score, view, second);
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

    private static Verdict endpoint(Rule.Endpoint endpoint, Occurrences all, long second) {
        Occurrences occurrences = endpoint.end() == Rule.Endpoint.End.FIRST ? all.first() : all;
        List<Rule.Endpoint.Count> counts = endpoint.counts();
        return allAre(
                true,
                counts.size(),
                (i, then) -> occurrences.verdict(
                        counts.get(i).frequency(), counts.get(i).recency(), then),
                second);
    }

    /** Whether the points are reached: looks again at each second at which one of the terms changes. */
    private Verdict score(Rule.Score score, Profile.View view, long from) {
        List<Rule.Score.Term> terms = score.terms();
        Verdict[] verdicts = new Verdict[terms.size()];
        long second = from;
        boolean reached = false;
        while (true) {
            int points = 0;
            long next = Verdict.NEVER;
            for (int i = 0; i < verdicts.length; i++) {
                if (verdicts[i] == null || verdicts[i].until() == second) {
                    verdicts[i] = verdict(terms.get(i).rule(), view, second);
                }
                points += verdicts[i].holds() ? terms.get(i).points() : 0;
                next = Math.min(next, verdicts[i].until());
            }
            if (second == from) {
                reached = points >= score.atLeast();
            } else if (reached != points >= score.atLeast()) {
                return Verdict.of(reached, second);
            }
            if (next == Verdict.NEVER) {
                return Verdict.forGood(reached);
            }
            second = next;
        }
    }

    private Verdict allAre(boolean wanted, List<Rule> rules, Profile.View view, long from) {
        return allAre(wanted, rules.size(), (i, second) -> verdict(rules.get(i), view, second), from);
    }

    /** The answers of several questions. */
    private interface Questions {
        Verdict verdict(int question, long second);
    }

    /** Whether all hold (or, for {@code wanted} false, all fail) at a second, and until when that stays as it is. */
    private static Verdict allAre(boolean wanted, int size, Questions questions, long from) {
        long second = from;
        long until = Verdict.NEVER;
        int agreeing = 0;
        // Round and round, until every one in turn has agreed at the same second.
        for (int i = 0; agreeing < size; i = (i + 1) % size) {
            Verdict verdict = questions.verdict(i, second);
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
