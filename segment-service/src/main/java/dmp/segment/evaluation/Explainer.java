package dmp.segment.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.evaluation.Explanation.Fact;
import dmp.segment.evaluation.Explanation.Part;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleText;

/** Asks every part of one segment's rule, by the same interpreter that decides memberships, and keeps the evidence. */
final class Explainer {

    /** Occurrences shown of each source: enough to see the pattern, few enough to read. */
    private static final int SHOWN = 20;

    private final RuleTree rules;
    private final Profile profile;
    private final long now;
    private final RuleInterpreter interpreter;

    Explainer(RuleTree rules, Profile profile, long now) {
        this.rules = rules;
        this.profile = profile;
        this.now = now;
        this.interpreter = new RuleInterpreter(rules, profile, now);
    }

    Explanation explain(SegmentRule segment) {
        boolean allowed = profile.mayBeProfiled();
        Part because = part(segment.rule(), profile.through(segment.mergePolicy()));
        return new Explanation(
                segment.segment(),
                segment.ruleVersion(),
                segment.mergePolicy(),
                allowed,
                allowed && because.holds(),
                allowed ? because.changesAt() : null,
                because);
    }

    private Part part(Rule rule, Profile.View view) {
        Verdict verdict = interpreter.verdict(rule, view, now);
        Integer count = null;
        List<Fact> facts = List.of();
        List<Part> parts = List.of();
        switch (rule) {
            case Rule.All all -> parts = parts(all.rules(), view);
            case Rule.Any any -> parts = parts(any.rules(), view);
            case Rule.Not not -> parts = List.of(part(not.rule(), view));
            case Rule.Trait trait -> {
                count = count(trait, view);
                facts = facts(trait, view);
            }
            case Rule.Attribute attribute -> facts = facts(attribute, view);
            case Rule.Segment reference ->
                parts = rules.segment(reference.id())
                        .map(segment -> List.of(part(segment.rule(), profile.through(segment.mergePolicy()))))
                        .orElse(List.of());
        }
        return new Part(
                RuleText.print(rule), verdict.holds(), Evaluation.instant(verdict.until()), count, facts, parts);
    }

    private List<Part> parts(List<Rule> rules, Profile.View view) {
        return rules.stream().map(rule -> part(rule, view)).toList();
    }

    private int count(Rule.Trait trait, Profile.View view) {
        int count = 0;
        for (long occurrence : view.occurrences(trait.id()).at()) {
            if (Occurrences.counts(occurrence, trait.recency(), now)) {
                count++;
            }
        }
        return count;
    }

    private List<Fact> facts(Rule.Trait trait, Profile.View view) {
        List<Fact> found = new ArrayList<>();
        for (Facts facts : view.facts()) {
            for (Realisations realisations : facts.realisations()) {
                if (realisations.trait().equals(trait.id())) {
                    List<Instant> at = realisations.at().reversed().stream()
                            .filter(occurrence -> Occurrences.counts(occurrence, trait.recency(), now))
                            .limit(SHOWN)
                            .map(Instant::ofEpochSecond)
                            .toList();
                    if (!at.isEmpty()) {
                        found.add(new Fact(facts.identifier(), realisations.source(), null, at, true));
                    }
                }
            }
        }
        return found;
    }

    private static List<Fact> facts(Rule.Attribute attribute, Profile.View view) {
        Attribute known = view.attribute(attribute.key());
        return view.facts().stream()
                .map(facts -> {
                    Attribute value = facts.attributes().get(attribute.key());
                    return value == null
                            ? null
                            : new Fact(
                                    facts.identifier(),
                                    value.source(),
                                    value.value(),
                                    List.of(value.at()),
                                    value == known);
                })
                .filter(Objects::nonNull)
                .toList();
    }
}
