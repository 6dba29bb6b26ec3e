package dmp.segment.evaluation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.evaluation.Explanation.Fact;
import dmp.segment.evaluation.Explanation.Part;
import dmp.segment.rule.Amount;
import dmp.segment.rule.Observed;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleText;

/** Asks every part of one segment's rule, by the same interpreter that decides memberships, and keeps the evidence. */
final class Explainer {

    /** Occurrences shown of each source: enough to see the pattern, few enough to read. */
    private static final int SHOWN = 20;

    private final RuleTree rules;
    private final Taxonomy taxonomy;
    private final Profile profile;
    private final long now;
    private final RuleInterpreter interpreter;
    private final SegmentRule segment;

    /** When those who are united may be others, so that no answer counts any more. */
    private final long until;

    Explainer(RuleTree rules, SegmentRule segment, Profile profile, long now) {
        this.segment = segment;
        this.until = rules.aging().until(segment.segment(), profile, now);
        this.rules = rules;
        this.taxonomy = rules.taxonomy();
        this.profile = profile;
        this.now = now;
        this.interpreter = new RuleInterpreter(rules, profile, now);
    }

    Explanation explain() {
        boolean allowed = profile.mayBeProfiled();
        Part because = part(segment.rule(), profile.through(segment.mergePolicy(), now));
        return new Explanation(
                segment.segment(),
                segment.ruleVersion(),
                segment.mergePolicy().id(),
                allowed,
                allowed && because.holds(),
                allowed ? because.changesAt() : null,
                because);
    }

    private Part part(Rule rule, Profile.View view) {
        Verdict verdict = interpreter.verdict(rule, view, now);
        Integer count = null;
        BigDecimal total = null;
        List<Fact> facts = List.of();
        List<Part> parts = List.of();
        switch (rule) {
            case Rule.All all -> parts = parts(all.rules(), view);
            case Rule.Any any -> parts = parts(any.rules(), view);
            case Rule.Not not -> parts = List.of(part(not.rule(), view));
            case Rule.Trait trait -> {
                count = count(view.occurrences(trait.id(), taxonomy), trait.recency());
                facts = facts(new Observed(trait.id(), List.of()), trait.recency(), view);
            }
            case Rule.Sourced sourced -> {
                count = count(view.occurrences(sourced.observed(), taxonomy), sourced.recency());
                facts = facts(sourced.observed(), sourced.recency(), view);
            }
            case Rule.Endpoint endpoint -> {
                count = count(view.occurrences(endpoint.observed(), taxonomy), Recency.EVER);
                facts = facts(endpoint.observed(), Recency.EVER, view);
            }
            case Rule.Sum sum -> {
                Occurrences occurrences = view.occurrences(sum.observed(), taxonomy);
                count = count(occurrences, sum.recency());
                total = total(occurrences, sum.recency());
                facts = facts(sum.observed(), sum.recency(), view);
            }
            case Rule.Sequence sequence -> {
                count = count(view.done(sequence.steps(), taxonomy), sequence.recency());
                facts = sequence.steps().observed().stream()
                        .distinct()
                        .flatMap(step -> facts(step, Recency.EVER, view).stream())
                        .toList();
            }
            case Rule.Sample sample -> facts = List.of(drawn(sample));
            case Rule.Score score -> {
                parts = score.terms().stream()
                        .map(term -> part(term.rule(), view))
                        .toList();
                count = points(score, parts);
            }
            case Rule.Attribute attribute -> facts = facts(attribute, view);
            case Rule.Segment reference ->
                parts = rules.segment(reference.id())
                        .map(referred -> List.of(part(referred.rule(), profile.through(referred.mergePolicy(), now))))
                        .orElse(List.of());
        }
        return new Part(
                RuleText.print(rule),
                verdict.holds(),
                Evaluation.instant(Math.min(verdict.until(), until)),
                count,
                total,
                facts,
                parts);
    }

    private List<Part> parts(List<Rule> rules, Profile.View view) {
        return rules.stream().map(rule -> part(rule, view)).toList();
    }

    private int count(Occurrences occurrences, Recency recency) {
        int count = 0;
        for (long occurrence : occurrences.at()) {
            if (Occurrences.counts(occurrence, recency, now)) {
                count++;
            }
        }
        return count;
    }

    private BigDecimal total(Occurrences occurrences, Recency recency) {
        long total = 0;
        for (int i = 0; occurrences.values() != null && i < occurrences.at().length; i++) {
            total += Occurrences.counts(occurrences.at()[i], recency, now)
                    ? occurrences.values()[i]
                    : 0;
        }
        return Amount.number(total);
    }

    private static int points(Rule.Score score, List<Part> parts) {
        int points = 0;
        for (int i = 0; i < parts.size(); i++) {
            points += parts.get(i).holds() ? score.terms().get(i).points() : 0;
        }
        return points;
    }

    /** Where the identifier stands in the drawing, in per cent. */
    private Fact drawn(Rule.Sample sample) {
        int place = Drawing.place(sample.name(), profile.identifier());
        String percent = BigDecimal.valueOf(place, 2).toPlainString() + "%";
        return new Fact(profile.identifier(), null, percent, List.of(), true);
    }

    private List<Fact> facts(Observed observed, Recency recency, Profile.View view) {
        List<Fact> found = new ArrayList<>();
        for (Facts facts : view.facts()) {
            for (Realisations realisations : facts.realisations()) {
                if (taxonomy.isAmong(observed, realisations.trait(), realisations.source())) {
                    List<Instant> at = realisations.at().reversed().stream()
                            .filter(occurrence -> Occurrences.counts(occurrence, recency, now))
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
