package dmp.segment.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dmp.segment.rule.Token.Kind;
import dmp.segment.rule.Vocabulary.Refusal;

/**
 * Reads a rule's text by recursive descent:
 *
 * <pre>
 * rule       = conjunction { "or" conjunction }
 * conjunction = condition { "and" condition }
 * condition  = "not" condition | "(" rule ")" | "segment" id
 *            | "trait" id [ frequency ] [ recency ]
 *            | "attribute" key constraint
 * frequency  = "at least" n "times" | "at most" n "times" | "exactly" n "times" | "between" n "and" n "times" | "never"
 * recency    = ["not"] ( ("in" | "within") ["the"] ["last"] n unit | "since" instant | "before" instant )
 * constraint = "=" (value | number) | ("<" | "<=" | ">" | ">=") number | "in" "(" value { "," value } ")"
 *            | "starts with" value | "ends with" value | "contains" value | "exists"
 * </pre>
 *
 * {@code not} before a recency means zero times in it. Keywords may be written in any case. The first error of form ends
 * the reading; words without a meaning are collected, so that all of them are told at once.
 */
final class RuleParser {

    /** Parentheses and negations inside one another; guards the stack before the tree exists to be measured. */
    private static final int NESTING = 4 * Bounds.DEPTH;

    private static final List<String> CONDITIONS = List.of("trait", "attribute", "segment", "not");
    private static final List<String> AFTER_TRAIT =
            List.of("at", "exactly", "between", "never", "in", "within", "since", "before", "not", "and", "or");
    private static final List<String> CONSTRAINTS = List.of("in", "starts", "ends", "contains", "exists");

    /** Ends the reading; the error is already recorded. */
    private static final class Stop extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stop() {
            super(null, null, false, false);
        }
    }

    private final String text;
    private final Vocabulary vocabulary;
    private final List<RuleError> errors = new ArrayList<>();
    private List<Token> tokens;
    private int at;

    private RuleParser(String text, Vocabulary vocabulary) {
        this.text = text;
        this.vocabulary = vocabulary;
    }

    static Rule parse(String text, Vocabulary vocabulary) throws RuleRefused {
        RuleParser parser = new RuleParser(text, vocabulary);
        Rule rule = null;
        try {
            rule = parser.whole();
        } catch (Stop _) {
            // what stopped the parser is among its errors
        }
        if (!parser.errors.isEmpty()) {
            throw new RuleRefused(parser.errors);
        }
        return rule;
    }

    private Rule whole() {
        if (text.length() > Bounds.TEXT) {
            throw stop(0, "rule-too-long", "A rule has at most " + Bounds.TEXT + " characters.", null);
        }
        try {
            tokens = RuleLexer.tokens(text);
        } catch (RuleLexer.Unreadable unreadable) {
            throw stop(unreadable.offset, unreadable.code, unreadable.getMessage(), null);
        }
        Rule rule = rule(0);
        if (token().kind() != Kind.END) {
            throw unexpected("\"and\", \"or\" or the end", List.of("and", "or"));
        }
        String excess = Bounds.excess(rule);
        if (excess != null) {
            throw stop(0, "rule-too-large", excess, null);
        }
        return rule;
    }

    private Rule rule(int nesting) {
        List<Rule> rules = new ArrayList<>();
        do {
            rules.add(conjunction(nesting));
        } while (accept("or"));
        return rules.size() == 1 ? rules.getFirst() : new Rule.Any(rules);
    }

    private Rule conjunction(int nesting) {
        List<Rule> rules = new ArrayList<>();
        do {
            rules.add(condition(nesting));
        } while (accept("and"));
        return rules.size() == 1 ? rules.getFirst() : new Rule.All(rules);
    }

    private Rule condition(int nesting) {
        if (nesting > NESTING) {
            throw stop(token().offset(), "rule-too-large", "The rule is nested too deeply.", null);
        }
        if (accept("not")) {
            return new Rule.Not(condition(nesting + 1));
        }
        if (acceptSymbol("(")) {
            Rule rule = rule(nesting + 1);
            expectSymbol(")");
            return rule;
        }
        if (accept("trait")) {
            String id = reference("a trait's id", vocabulary::refuseTrait);
            return trait(id);
        }
        if (accept("attribute")) {
            String key = reference("an attribute's name", vocabulary::refuseAttribute);
            return new Rule.Attribute(key, constraint());
        }
        if (accept("segment")) {
            return new Rule.Segment(reference("a segment's id", vocabulary::refuseSegment));
        }
        Optional<String> meant = token().kind() == Kind.WORD ? vocabulary.meantBy(token().text()) : Optional.empty();
        if (meant.isPresent()) {
            throw stop(
                    token().offset(),
                    "rule-syntax",
                    "Say what " + token().shown() + " is: \"" + meant.get() + "\".",
                    meant.get());
        }
        throw unexpected("a condition: \"trait\", \"attribute\", \"segment\", \"not\" or \"(\"", CONDITIONS);
    }

    private Rule trait(String id) {
        boolean counted = true;
        Frequency frequency = Frequency.ONCE;
        int start = token().offset();
        if (accept("at")) {
            boolean least = accept("least");
            if (!least) {
                expect("most", List.of("least", "most"));
            }
            int times = times();
            if (least && times == 0) {
                throw stop(start, "rule-always-true", "At least 0 times always holds: leave the condition out.", null);
            }
            frequency = least ? Frequency.atLeast(times) : Frequency.atMost(times);
            expectTimes();
        } else if (accept("exactly")) {
            frequency = Frequency.exactly(times());
            expectTimes();
        } else if (accept("between")) {
            int min = times();
            expect("and", List.of("and"));
            int max = times();
            if (max < min) {
                throw stop(
                        start, "rule-range", "Between " + min + " and " + max + " there is nothing: swap them.", null);
            }
            frequency = new Frequency(min, max);
            expectTimes();
        } else if (accept("never")) {
            frequency = Frequency.NEVER;
        } else {
            counted = false;
        }
        if (!counted && accept("not")) {
            return new Rule.Trait(
                    id,
                    Frequency.NEVER,
                    recency().orElseThrow(() -> unexpected("\"in\", \"since\" or \"before\"", AFTER_TRAIT)));
        }
        Recency recency = recency().orElse(Recency.EVER);
        if (token().kind() == Kind.WORD && !token().isWord("and") && !token().isWord("or")) {
            throw unexpected("how often, how recently, \"and\", \"or\" or the end", AFTER_TRAIT);
        }
        return new Rule.Trait(id, frequency, recency);
    }

    private Optional<Recency> recency() {
        if (accept("in") || accept("within")) {
            accept("the");
            accept("last");
            return Optional.of(new Recency.Within(window()));
        }
        if (accept("since")) {
            return Optional.of(new Recency.Since(instant()));
        }
        if (accept("before")) {
            return Optional.of(new Recency.Before(instant()));
        }
        return Optional.empty();
    }

    private Window window() {
        int start = token().offset();
        int amount = count("a number of days, hours, …");
        Optional<Window.Unit> unit = token().kind() == Kind.WORD ? Window.Unit.named(token().text()) : Optional.empty();
        if (unit.isEmpty()) {
            throw unexpected("\"seconds\", \"minutes\", \"hours\", \"days\" or \"weeks\"", Window.Unit.names());
        }
        at++;
        try {
            return new Window(amount, unit.get());
        } catch (IllegalArgumentException _) {
            throw stop(start, "rule-window", "A window is at least 1 second and at most 10 years long.", null);
        }
    }

    private Instant instant() {
        Token token = take(Kind.WORD, "a date such as 2026-12-01 or an instant such as 2026-12-01T09:00:00Z");
        try {
            return Instants.parse(token.text());
        } catch (DateTimeParseException _) {
            throw stop(
                    token.offset(),
                    "rule-instant",
                    "Write a date such as 2026-12-01 or an instant in whole seconds such as 2026-12-01T09:00:00Z.",
                    null);
        }
    }

    private Constraint constraint() {
        Token token = token();
        if (token.kind() == Kind.SYMBOL) {
            for (Constraint.Comparison comparison : Constraint.Comparison.values()) {
                if (acceptSymbol(comparison.symbol)) {
                    return comparison == Constraint.Comparison.EQUAL && token().kind() == Kind.VALUE
                            ? new Constraint.Equals(value())
                            : new Constraint.Compare(comparison, number());
                }
            }
            if (token.isSymbol("!=")) {
                throw stop(token.offset(), "rule-syntax", "Write \"not attribute … = …\" instead of \"!=\".", null);
            }
        }
        if (accept("in")) {
            return new Constraint.In(values());
        }
        if (accept("starts")) {
            expect("with", List.of("with"));
            return new Constraint.Prefix(value());
        }
        if (accept("ends")) {
            expect("with", List.of("with"));
            return new Constraint.Suffix(value());
        }
        if (accept("contains")) {
            return new Constraint.Contains(value());
        }
        if (accept("exists")) {
            return new Constraint.Exists();
        }
        throw unexpected(
                "a test: \"=\", \"<\", \"<=\", \">\", \">=\", \"in\", \"starts with\", \"ends with\", \"contains\" or \"exists\"",
                CONSTRAINTS);
    }

    private List<String> values() {
        expectSymbol("(");
        List<String> values = new ArrayList<>();
        do {
            if (values.size() == Bounds.VALUES) {
                throw stop(
                        token().offset(), "rule-too-large", "A list has at most " + Bounds.VALUES + " values.", null);
            }
            values.add(value());
        } while (acceptSymbol(","));
        expectSymbol(")");
        return values;
    }

    private String value() {
        return take(Kind.VALUE, "a value in double quotes").text();
    }

    private BigDecimal number() {
        Token token = take(Kind.WORD, "a number, or after \"=\" a value in double quotes");
        return Numbers.parse(token.text())
                .orElseThrow(() -> stop(
                        token.offset(),
                        "rule-number",
                        token.shown() + " is no number. Write text in double quotes.",
                        "\"" + token.text() + "\""));
    }

    private int times() {
        return count("a number of times");
    }

    private int count(String what) {
        Token token = take(Kind.WORD, what);
        if (!token.text().matches("[0-9]{1,9}") || Integer.parseInt(token.text()) > Bounds.TIMES * 1_000) {
            throw stop(token.offset(), "rule-number", "Here stands " + what + ".", null);
        }
        return Integer.parseInt(token.text());
    }

    private void expectTimes() {
        if (!accept("time")) {
            expect("times", List.of("times"));
        }
    }

    private String reference(String what, Function<String, Optional<Refusal>> refuse) {
        Token token = take(Kind.WORD, what);
        refuse.apply(token.text())
                .ifPresent(refusal -> add(token.offset(), refusal.code(), refusal.message(), refusal.suggestion()));
        return token.text();
    }

    private Token token() {
        return tokens.get(at);
    }

    private boolean accept(String word) {
        boolean accepted = token().isWord(word);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    private boolean acceptSymbol(String symbol) {
        boolean accepted = token().isSymbol(symbol);
        if (accepted) {
            at++;
        }
        return accepted;
    }

    private void expect(String word, List<String> candidates) {
        if (!accept(word)) {
            throw unexpected("\"" + String.join("\" or \"", candidates) + "\"", candidates);
        }
    }

    private void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("\"" + symbol + "\"", List.of());
        }
    }

    private Token take(Kind kind, String what) {
        if (token().kind() != kind) {
            throw unexpected(what, List.of());
        }
        return tokens.get(at++);
    }

    private Stop unexpected(String expected, List<String> candidates) {
        Token token = token();
        String suggestion =
                token.kind() == Kind.WORD ? Similar.to(token.text(), candidates).orElse(null) : null;
        String message = "Expected " + expected + ", found " + token.shown() + "."
                + (suggestion == null ? "" : " Did you mean \"" + suggestion + "\"?");
        return stop(token.offset(), "rule-syntax", message, suggestion);
    }

    private Stop stop(int offset, String code, String message, String suggestion) {
        add(offset, code, message, suggestion);
        return new Stop();
    }

    private void add(int offset, String code, String message, String suggestion) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        errors.add(new RuleError("", line, column, code, message, suggestion));
    }
}
