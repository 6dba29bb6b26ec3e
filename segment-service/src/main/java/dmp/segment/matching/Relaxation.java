package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Amount;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.Observed;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;
import dmp.segment.rule.Steps;
import dmp.segment.rule.Window;

/**
 * Rules in the words that an index has cells for. What it has none for is left out: such a rule becomes a weaker one, which
 * holds whenever the rule does, at every second. So the index finds the few profiles, and seconds, for which the rule itself
 * has to be asked.
 *
 * <p>Segments are relaxed each after those it refers to. A reference to a relaxed segment is as weak as that; its negation
 * says nothing.
 */
final class Relaxation {

    /** Holds of nobody: no trait has such an id. */
    private static final Rule NOBODY = new Rule.Trait("(none)", Frequency.ONCE, Recency.EVER);

    private static final Rule EVERYBODY = new Rule.Not(NOBODY);

    /**
     * @param exact the rule holds exactly when the relaxed one does
     */
    record Relaxed(Rule rule, boolean exact) {}

    private final Map<String, Boolean> segmentToExact = new HashMap<>();

    private Relaxation() {}

    /** By segment, its rule in the index's words. */
    static Map<String, Relaxed> of(Collection<SegmentRule> segments) {
        Relaxation relaxation = new Relaxation();
        Map<String, Relaxed> segmentToRelaxed = new HashMap<>();
        for (SegmentRule segment : RuleTree.of(segments).segments()) {
            Relaxed relaxed = relaxation.relaxed(segment.rule(), false);
            relaxation.segmentToExact.put(segment.segment(), relaxed.exact);
            boolean asItIs = relaxed.exact && hasCells(segment.rule());
            segmentToRelaxed.put(segment.segment(), asItIs ? new Relaxed(segment.rule(), true) : relaxed);
        }
        return segmentToRelaxed;
    }

    /** The rule, or its negation, relaxed. */
    private Relaxed relaxed(Rule rule, boolean negated) {
        return switch (rule) {
            case Rule.All(List<Rule> rules) -> {
                List<Relaxed> parts = relaxed(rules, negated);
                yield negated ? any(parts) : all(parts);
            }
            case Rule.Any(List<Rule> rules) -> {
                List<Relaxed> parts = relaxed(rules, negated);
                yield negated ? all(parts) : any(parts);
            }
            case Rule.Not(Rule inner) -> relaxed(inner, !negated);
            case Rule.Attribute _ -> exact(rule, negated);
            case Rule.Segment(String id) ->
                // One that is not there holds of nobody.
                segmentToExact.getOrDefault(id, true) ? exact(rule, negated) : weaker(negated ? EVERYBODY : rule);
            case Rule.Trait(String _, Frequency _, Recency recency) when hasCells(recency) -> exact(rule, negated);
            case Rule.Trait(String id, Frequency frequency, Recency recency) ->
                weaker(often(id, frequency, recency, negated));
            case Rule.Sourced(Observed observed, Frequency frequency, Recency recency)
            when observed.sources().isEmpty() -> relaxed(new Rule.Trait(observed.trait(), frequency, recency), negated);
            case Rule.Sourced(Observed observed, Frequency frequency, Recency recency) ->
                weaker(often(observed.trait(), frequency, recency, negated));
            case Rule.Endpoint endpoint -> endpoint(endpoint, negated);
            case Rule.Sum(Observed observed, Amount amount, Recency recency) ->
                // A sum other than 0 takes an occurrence.
                weaker(amount.allows(0) == negated ? atLeast(1, observed.trait(), recency) : EVERYBODY);
            case Rule.Sequence sequence -> weaker(negated ? EVERYBODY : sequence(sequence));
            case Rule.Sample _ -> weaker(EVERYBODY);
            case Rule.Score score -> weaker(negated ? EVERYBODY : score(score));
        };
    }

    private List<Relaxed> relaxed(List<Rule> rules, boolean negated) {
        return rules.stream().map(rule -> relaxed(rule, negated)).toList();
    }

    private static Relaxed exact(Rule rule, boolean negated) {
        return new Relaxed(negated ? new Rule.Not(rule) : rule, true);
    }

    private static Relaxed weaker(Rule rule) {
        return new Relaxed(rule, false);
    }

    private static Relaxed all(List<Relaxed> parts) {
        return new Relaxed(
                all(parts.stream().map(Relaxed::rule)), parts.stream().allMatch(Relaxed::exact));
    }

    private static Relaxed any(List<Relaxed> parts) {
        return new Relaxed(
                any(parts.stream().map(Relaxed::rule)), parts.stream().allMatch(Relaxed::exact));
    }

    private static Rule all(Stream<Rule> parts) {
        List<Rule> rules = parts.filter(part -> part != EVERYBODY).distinct().toList();
        return switch (rules.size()) {
            case 0 -> EVERYBODY;
            case 1 -> rules.getFirst();
            default -> new Rule.All(rules);
        };
    }

    private static Rule any(Stream<Rule> parts) {
        List<Rule> rules = parts.distinct().toList();
        return rules.contains(EVERYBODY) ? EVERYBODY : rules.size() == 1 ? rules.getFirst() : new Rule.Any(rules);
    }

    private static boolean hasCells(Rule rule) {
        return switch (rule) {
            case Rule.All(List<Rule> rules) -> rules.stream().allMatch(Relaxation::hasCells);
            case Rule.Any(List<Rule> rules) -> rules.stream().allMatch(Relaxation::hasCells);
            case Rule.Not(Rule inner) -> hasCells(inner);
            case Rule.Trait trait -> hasCells(trait.recency());
            case Rule.Attribute _, Rule.Segment _ -> true;
            case Rule.Sourced _, Rule.Endpoint _, Rule.Sum _, Rule.Sequence _, Rule.Sample _, Rule.Score _ -> false;
        };
    }

    private static boolean hasCells(Recency recency) {
        return switch (recency) {
            case Recency.Ever _, Recency.Within _, Recency.Since _, Recency.Before _ -> true;
            case Recency.During _ -> false;
        };
    }

    /** Of some of a trait's occurrences, at least as many are among all of them; that there are few says nothing. */
    private static Rule often(String trait, Frequency frequency, Recency recency, boolean negated) {
        if (!negated && frequency.min() > 0) {
            return atLeast(frequency.min(), trait, recency);
        }
        return negated && frequency.min() == 0 ? atLeast(frequency.max() + 1, trait, recency) : EVERYBODY;
    }

    private static Rule atLeast(int times, String trait, Recency recency) {
        return new Rule.Trait(
                trait,
                Frequency.atLeast(times),
                recency instanceof Recency.During(var period, var _) ? new Recency.Within(period.longest()) : recency);
    }

    private Relaxed endpoint(Rule.Endpoint endpoint, boolean negated) {
        String trait = endpoint.observed().trait();
        if (endpoint.end() == Rule.Endpoint.End.LAST
                && endpoint.observed().sources().isEmpty()
                && hasCells(endpoint.recency())) {
            List<Relaxed> counts = endpoint.counts().stream()
                    .map(count -> relaxed(new Rule.Trait(trait, count.frequency(), count.recency()), negated))
                    .toList();
            return negated ? any(counts) : all(counts);
        }
        return weaker(
                negated
                        ? EVERYBODY
                        : all(endpoint.counts().stream()
                                .map(count -> often(trait, count.frequency(), count.recency(), false))));
    }

    /** Each of its steps has happened, the last as often and as recently as asked. */
    private static Rule sequence(Rule.Sequence sequence) {
        int times = sequence.frequency().min();
        if (times == 0) {
            return EVERYBODY;
        }
        Steps.Next last = sequence.steps().then().getLast();
        List<Rule> parts = new ArrayList<>();
        sequence.steps().happening().forEach(step -> parts.add(atLeast(1, step.trait(), Recency.EVER)));
        parts.removeLast();
        Observed ending = sequence.steps().happening().getLast();
        Recency recency = sequence.recency();
        parts.add(atLeast(times, ending.trait(), last.happens() ? recency : earlier(recency, last.within())));
        return all(parts.stream());
    }

    /** When something may have been that is told so much later. */
    private static Recency earlier(Recency recency, Window later) {
        return switch (recency) {
            case Recency.Within(Window window)
            when window.seconds() + later.seconds() <= Window.MAX_SECONDS ->
                new Recency.Within(new Window((int) (window.seconds() + later.seconds()), Window.Unit.SECONDS));
            case Recency.Before _ -> recency;
            case Recency.Ever _, Recency.Within _, Recency.Since _, Recency.During _ -> Recency.EVER;
        };
    }

    /** Those terms without which the others are not enough; without such, any that speaks for it. */
    private Rule score(Rule.Score score) {
        int most = Rule.Score.most(score.terms());
        List<Rule> needed = new ArrayList<>();
        List<Rule> helping = new ArrayList<>();
        for (Rule.Score.Term term : score.terms()) {
            if (most - Math.abs(term.points()) < score.atLeast()) {
                needed.add(relaxed(term.rule(), term.points() < 0).rule);
            }
            if (term.points() > 0) {
                helping.add(relaxed(term.rule(), false).rule);
            }
        }
        if (!needed.isEmpty()) {
            return all(needed.stream());
        }
        return score.atLeast() > 0 ? any(helping.stream()) : EVERYBODY;
    }
}
