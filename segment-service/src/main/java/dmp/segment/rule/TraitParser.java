package dmp.segment.rule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dmp.segment.rule.Rule.Endpoint.End;
import dmp.segment.rule.Token.Kind;

/** Reads the conditions on traits, see {@link RuleParser} for the grammar. */
final class TraitParser {

    /** Parentheses and negations inside one another; guards the stack before the condition exists to be measured. */
    private static final int NESTING = 4 * EventRule.MOST_DEPTH;

    private static final List<String> AFTER_TRAIT = List.of(
            "at", "exactly", "between", "never", "in", "within", "since", "before", "not", "and", "or", "from", "then",
            "first", "last", "today", "this");
    private static final List<String> RECENCIES = List.of("in", "within", "since", "before", "today", "this");
    private static final String A_RECENCY = "\"in\", \"since\", \"before\", \"today\" or \"this\"";

    private final RuleTokens tokens;
    private final Vocabulary vocabulary;
    private final ConstraintParser constraints;

    TraitParser(RuleTokens tokens, Vocabulary vocabulary, ConstraintParser constraints) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.constraints = constraints;
    }

    private record Counted(Frequency frequency, Recency recency) {}

    Rule rule() {
        Observed observed = observed();
        if (tokens.token().isWord("then")) {
            Steps steps = steps(observed);
            Counted counted = counted();
            return new Rule.Sequence(steps, counted.frequency, counted.recency);
        }
        if (tokens.accept("first")) {
            return endpoint(End.FIRST, observed);
        }
        if (tokens.accept("last")) {
            return endpoint(End.LAST, observed);
        }
        Counted counted = counted();
        return observed.isPlain()
                ? new Rule.Trait(observed.trait(), counted.frequency, counted.recency)
                : new Rule.Sourced(observed, counted.frequency, counted.recency);
    }

    /** Behind {@code sum}. */
    Rule sum() {
        tokens.expect("of");
        int start = tokens.token().offset();
        Observed observed = observed(vocabulary::refuseSummed);
        if (observed.event() != null) {
            throw tokens.stop(
                    start,
                    "rule-sum",
                    "Events stated in a rule are worth nothing: define a trait with a \"value\", and sum that up.",
                    null);
        }
        Amount amount = amount();
        return new Rule.Sum(observed, amount, recency().orElse(Recency.EVER));
    }

    private Amount amount() {
        int start = tokens.token().offset();
        if (tokens.accept("between")) {
            long min = millionths();
            tokens.expect("and");
            long max = millionths();
            if (max < min) {
                throw tokens.stop(start, "rule-range", "The lower bound is above the upper one: swap them.", null);
            }
            return new Amount(min, max);
        }
        if (!tokens.accept("at")) {
            throw tokens.unexpected("how much: \"at least\", \"at most\" or \"between\"", List.of("at", "between"));
        }
        boolean least = tokens.accept("least");
        if (!least && !tokens.accept("most")) {
            tokens.expect("least", "most");
        }
        return least ? Amount.atLeast(millionths()) : Amount.atMost(millionths());
    }

    private long millionths() {
        Token token = tokens.token();
        return Amount.millionths(tokens.number("a number such as 129.90"))
                .orElseThrow(() -> tokens.stop(token.offset(), "rule-number", Amount.HELP, null));
    }

    private Observed observed() {
        return observed(vocabulary::refuseTrait);
    }

    private Observed observed(Function<String, Optional<Vocabulary.Refusal>> refuseTrait) {
        if (tokens.accept("event")) {
            EventRule event = event();
            return Observed.of(event, sources());
        }
        String trait;
        if (tokens.accept("any")) {
            tokens.expect("trait");
            tokens.expect("under");
            trait = tokens.folder(vocabulary::refuseFolder);
        } else {
            tokens.expect("trait");
            trait = tokens.reference("a trait's id", refuseTrait);
        }
        return new Observed(trait, sources());
    }

    private EventRule event() {
        int start = tokens.token().offset();
        tokens.expectSymbol("(");
        EventRule event = happened(1);
        tokens.expectSymbol(")");
        String excess = event.excess();
        if (excess != null) {
            throw tokens.stop(start, "rule-too-large", excess, null);
        }
        return event;
    }

    private EventRule happened(int nesting) {
        List<EventRule> rules = new ArrayList<>();
        do {
            rules.add(happening(nesting));
        } while (tokens.accept("or"));
        return rules.size() == 1 ? rules.getFirst() : new EventRule.Any(rules);
    }

    private EventRule happening(int nesting) {
        List<EventRule> rules = new ArrayList<>();
        do {
            rules.add(signal(nesting));
        } while (tokens.accept("and"));
        return rules.size() == 1 ? rules.getFirst() : new EventRule.All(rules);
    }

    private EventRule signal(int nesting) {
        Token token = tokens.token();
        if (nesting > NESTING) {
            throw tokens.stop(token.offset(), "rule-too-large", "The condition is nested too deeply.", null);
        }
        if (tokens.accept("not")) {
            return new EventRule.Not(signal(nesting + 1));
        }
        if (tokens.acceptSymbol("(")) {
            EventRule rule = happened(nesting + 1);
            tokens.expectSymbol(")");
            return rule;
        }
        String key = tokens.take(Kind.WORD, "a signal such as page.path, \"not\" or \"(\"")
                .text();
        EventRule.Signal signal = new EventRule.Signal(key, constraints.constraint());
        tokens.note(token, vocabulary.refuseSignal(signal));
        return signal;
    }

    private List<String> sources() {
        List<String> sources = new ArrayList<>();
        if (tokens.accept("from")) {
            tokens.expect("source");
            if (tokens.acceptSymbol("(")) {
                do {
                    if (sources.size() == Bounds.VALUES) {
                        throw tokens.stop(
                                tokens.token().offset(),
                                "rule-too-large",
                                "A list has at most " + Bounds.VALUES + " sources.",
                                null);
                    }
                    sources.add(source());
                } while (tokens.acceptSymbol(","));
                tokens.expectSymbol(")");
            } else {
                sources.add(source());
            }
        }
        return sources;
    }

    private String source() {
        return tokens.take(Kind.WORD, "a source's id").text();
    }

    private Steps steps(Observed first) {
        List<Steps.Next> then = new ArrayList<>();
        while (tokens.token().isWord("then")) {
            if (!then.isEmpty() && !then.getLast().happens()) {
                throw tokens.stop(tokens.token().offset(), "rule-sequence", "Nothing stands after \"then not\".", null);
            }
            if (then.size() + 1 == Bounds.STEPS) {
                throw tokens.stop(
                        tokens.token().offset(),
                        "rule-too-large",
                        "A sequence has at most " + Bounds.STEPS + " steps.",
                        null);
            }
            tokens.accept("then");
            boolean happens = !tokens.accept("not");
            Observed observed = observed();
            Window within = null;
            if (!happens) {
                tokens.expect("within");
                within = window();
            } else if (tokens.accept("within")) {
                within = window();
            }
            then.add(new Steps.Next(happens, observed, within));
        }
        return new Steps(first, then);
    }

    private Rule endpoint(End end, Observed observed) {
        boolean inside = !tokens.accept("not");
        Recency recency = recency().orElseThrow(() -> tokens.unexpected(A_RECENCY, RECENCIES));
        return new Rule.Endpoint(end, observed, inside, recency);
    }

    private Counted counted() {
        Optional<Frequency> frequency = frequency();
        if (frequency.isEmpty() && tokens.accept("not")) {
            return new Counted(Frequency.NEVER, recency().orElseThrow(() -> tokens.unexpected(A_RECENCY, AFTER_TRAIT)));
        }
        Recency recency = recency().orElse(Recency.EVER);
        Token token = tokens.token();
        if (token.kind() == Kind.WORD && !token.isWord("and") && !token.isWord("or")) {
            throw tokens.unexpected("how often, how recently, \"and\", \"or\" or the end", AFTER_TRAIT);
        }
        return new Counted(frequency.orElse(Frequency.ONCE), recency);
    }

    private Optional<Frequency> frequency() {
        int start = tokens.token().offset();
        if (tokens.accept("at")) {
            boolean least = tokens.accept("least");
            if (!least && !tokens.accept("most")) {
                tokens.expect("least", "most");
            }
            int times = times();
            if (least && times == 0) {
                throw tokens.stop(
                        start, "rule-always-true", "At least 0 times always holds: leave the condition out.", null);
            }
            expectTimes();
            return Optional.of(least ? Frequency.atLeast(times) : Frequency.atMost(times));
        }
        if (tokens.accept("exactly")) {
            Frequency frequency = Frequency.exactly(times());
            expectTimes();
            return Optional.of(frequency);
        }
        if (tokens.accept("between")) {
            int min = times();
            tokens.expect("and");
            int max = times();
            if (max < min) {
                throw tokens.stop(
                        start, "rule-range", "Between " + min + " and " + max + " there is nothing: swap them.", null);
            }
            expectTimes();
            return Optional.of(new Frequency(min, max));
        }
        return tokens.accept("never") ? Optional.of(Frequency.NEVER) : Optional.empty();
    }

    private int times() {
        return tokens.count("a number of times");
    }

    private void expectTimes() {
        if (!tokens.accept("time")) {
            tokens.expect("times");
        }
    }

    private Optional<Recency> recency() {
        if (tokens.accept("in") || tokens.accept("within")) {
            tokens.accept("the");
            tokens.accept("last");
            return Optional.of(new Recency.Within(window()));
        }
        if (tokens.accept("since")) {
            return Optional.of(new Recency.Since(instant()));
        }
        if (tokens.accept("before")) {
            return Optional.of(new Recency.Before(instant()));
        }
        if (tokens.accept("today")) {
            return Optional.of(new Recency.During(Period.DAY, zone()));
        }
        if (tokens.accept("this")) {
            Period period = tokens.accept("week")
                    ? Period.WEEK
                    : tokens.accept("month") ? Period.MONTH : tokens.accept("year") ? Period.YEAR : null;
            if (period == null) {
                tokens.expect("week", "month", "year");
            }
            return Optional.of(new Recency.During(period, zone()));
        }
        return Optional.empty();
    }

    private ZoneId zone() {
        if (!tokens.accept("in")) {
            return Zones.DEFAULT;
        }
        Token token = tokens.take(Kind.VALUE, "a time zone in double quotes, such as \"Europe/London\"");
        return Zones.parse(token.text()).orElseThrow(() -> {
            Optional<String> meant = Zones.similar(token.text());
            return tokens.stop(
                    token.offset(),
                    "rule-zone",
                    "There is no time zone " + token.text() + "."
                            + meant.map(zone -> " Did you mean " + zone + "?").orElse(""),
                    meant.map(zone -> '"' + zone + '"').orElse(null));
        });
    }

    private Window window() {
        int start = tokens.token().offset();
        int amount = tokens.count("a number of days, hours, …");
        Token token = tokens.token();
        Optional<Window.Unit> unit = token.kind() == Kind.WORD ? Window.Unit.named(token.text()) : Optional.empty();
        if (unit.isEmpty()) {
            throw tokens.unexpected("\"seconds\", \"minutes\", \"hours\", \"days\" or \"weeks\"", Window.Unit.names());
        }
        tokens.accept(token.text());
        try {
            return new Window(amount, unit.get());
        } catch (IllegalArgumentException _) {
            throw tokens.stop(start, "rule-window", "A window is at least 1 second and at most 10 years long.", null);
        }
    }

    private Instant instant() {
        Token token = tokens.take(Kind.WORD, "a date such as 2026-12-01 or an instant such as 2026-12-01T09:00:00Z");
        try {
            return Instants.parse(token.text());
        } catch (DateTimeParseException _) {
            throw tokens.stop(
                    token.offset(),
                    "rule-instant",
                    "Write a date such as 2026-12-01 or an instant in whole seconds such as 2026-12-01T09:00:00Z.",
                    null);
        }
    }
}
