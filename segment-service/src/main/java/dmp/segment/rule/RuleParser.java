package dmp.segment.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dmp.segment.rule.RuleTokens.Stop;
import dmp.segment.rule.Token.Kind;

/**
 * Reads a rule's text by recursive descent:
 *
 * <pre>
 * rule       = conjunction { "or" conjunction }
 * conjunction = condition { "and" condition }
 * condition  = "not" condition | "(" rule ")" | "segment" id
 *            | observed [ frequency ] [ recency ]
 *            | observed ( "first" | "last" ) [ "not" ] recency
 *            | observed step { step } [ frequency ] [ recency ]
 *            | "sum" "of" observed amount [ recency ]
 *            | "attribute" key constraint
 *            | "score" "of" "(" points "for" rule { "," points "for" rule } ")" "at" "least" points
 *            | "sample" percent "%" [ "to" percent "%" ] "of" name
 * observed   = ( "trait" id | "any" "trait" "under" folder | "event" "(" happened ")" ) [ "from" "source" ( source | "(" source { "," source } ")" ) ]
 * happened   = happening { "or" happening }      happening = signal { "and" signal }
 * signal     = "not" signal | "(" happened ")" | key constraint
 * step       = "then" observed [ "within" n unit ] | "then" "not" observed "within" n unit
 * frequency  = "at least" n "times" | "at most" n "times" | "exactly" n "times" | "between" n "and" n "times" | "never"
 * amount     = "at least" number | "at most" number | "between" number "and" number
 * recency    = ["not"] ( ("in" | "within") ["the"] ["last"] n unit | "since" instant | "before" instant
 *            | ( "today" | "this" ( "week" | "month" | "year" ) ) [ "in" zone ] )
 * constraint = "=" (value | number) | ("<" | "<=" | ">" | ">=") number | "between" number "and" number
 *            | "within" n "km" "of" "(" latitude "," longitude ")" | "in" "(" value { "," value } ")" | "starts with" value | "ends with" value | "contains" value | "exists"
 * </pre>
 *
 * {@code not} before a recency means zero times in it; a sum has none. After a step, {@code within} is how soon the step follows; how recently
 * the sequence was done is said by {@code in}. Keywords may be written in any case. The first error of form ends the reading;
 * words without a meaning are collected, so that all of them are told at once.
 */
final class RuleParser {

    /** Parentheses and negations inside one another; guards the stack before the tree exists to be measured. */
    private static final int NESTING = 4 * Bounds.DEPTH;

    private static final List<String> CONDITIONS =
            List.of("trait", "any", "event", "sum", "attribute", "segment", "not", "score", "sample");

    private final RuleTokens tokens;
    private final Vocabulary vocabulary;
    private final ConstraintParser constraints;
    private final TraitParser traits;

    private RuleParser(RuleTokens tokens, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.vocabulary = vocabulary;
        this.constraints = new ConstraintParser(tokens);
        this.traits = new TraitParser(tokens, vocabulary, constraints);
    }

    static Rule parse(String text, Vocabulary vocabulary) throws RuleRefused {
        RuleTokens tokens = RuleTokens.of(text);
        Rule rule = null;
        try {
            rule = new RuleParser(tokens, vocabulary).whole();
        } catch (Stop _) {
            // what stopped the parser is among the errors
        }
        if (!tokens.errors().isEmpty()) {
            throw new RuleRefused(tokens.errors());
        }
        return rule;
    }

    private Rule whole() {
        Rule rule = rule(0);
        if (tokens.token().kind() != Kind.END) {
            throw tokens.unexpected("\"and\", \"or\" or the end", List.of("and", "or"));
        }
        String excess = Bounds.excess(rule);
        if (excess != null) {
            throw tokens.stop(0, "rule-too-large", excess, null);
        }
        return rule;
    }

    private Rule rule(int nesting) {
        List<Rule> rules = new ArrayList<>();
        do {
            rules.add(conjunction(nesting));
        } while (tokens.accept("or"));
        return rules.size() == 1 ? rules.getFirst() : new Rule.Any(rules);
    }

    private Rule conjunction(int nesting) {
        List<Rule> rules = new ArrayList<>();
        do {
            rules.add(condition(nesting));
        } while (tokens.accept("and"));
        return rules.size() == 1 ? rules.getFirst() : new Rule.All(rules);
    }

    private Rule condition(int nesting) {
        Token token = tokens.token();
        if (nesting > NESTING) {
            throw tokens.stop(token.offset(), "rule-too-large", "The rule is nested too deeply.", null);
        }
        if (tokens.accept("not")) {
            return new Rule.Not(condition(nesting + 1));
        }
        if (tokens.acceptSymbol("(")) {
            Rule rule = rule(nesting + 1);
            tokens.expectSymbol(")");
            return rule;
        }
        if (token.isWord("trait") || token.isWord("any") || token.isWord("event")) {
            return traits.rule();
        }
        if (tokens.accept("sum")) {
            return traits.sum();
        }
        if (tokens.accept("attribute")) {
            String key = tokens.reference("an attribute's name", vocabulary::refuseAttribute);
            return new Rule.Attribute(key, constraints.constraint());
        }
        if (tokens.accept("segment")) {
            return new Rule.Segment(tokens.reference("a segment's id", vocabulary::refuseSegment));
        }
        if (tokens.accept("score")) {
            return score(nesting, token.offset());
        }
        if (tokens.accept("sample")) {
            return sample(token.offset());
        }
        Optional<String> meant = token.kind() == Kind.WORD ? vocabulary.meantBy(token.text()) : Optional.empty();
        if (meant.isPresent()) {
            throw tokens.stop(
                    token.offset(),
                    "rule-syntax",
                    "Say what " + token.shown() + " is: \"" + meant.get() + "\".",
                    meant.get());
        }
        throw tokens.unexpected(
                "a condition: \"trait\", \"any trait under\", \"event\", \"sum of\", \"attribute\", \"segment\", \"score\", \"sample\", \"not\" or \"(\"",
                CONDITIONS);
    }

    private Rule score(int nesting, int start) {
        tokens.expect("of");
        tokens.expectSymbol("(");
        List<Rule.Score.Term> terms = new ArrayList<>();
        do {
            Token token = tokens.token();
            int points = tokens.whole(
                    "a number of points from " + -Bounds.POINTS + " to " + Bounds.POINTS,
                    -Bounds.POINTS,
                    Bounds.POINTS);
            if (points == 0) {
                throw tokens.stop(
                        token.offset(), "rule-number", "With 0 points it counts nothing: leave it out.", null);
            }
            tokens.expect("for");
            terms.add(new Rule.Score.Term(rule(nesting + 1), points));
            if (terms.size() > Bounds.NODES) {
                throw tokens.stop(start, "rule-too-large", "A rule has at most " + Bounds.NODES + " conditions.", null);
            }
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        tokens.expect("at");
        tokens.expect("least");
        Token threshold = tokens.token();
        int atLeast = tokens.whole("a number of points", -Bounds.POINTS * Bounds.NODES, Bounds.POINTS * Bounds.NODES);
        String pointless = Scores.pointless(terms, atLeast);
        if (pointless != null) {
            throw tokens.stop(threshold.offset(), "rule-range", pointless, null);
        }
        return new Rule.Score(terms, atLeast);
    }

    private Rule sample(int start) {
        int to = percent();
        int from = 0;
        if (tokens.accept("to")) {
            from = to;
            to = percent();
        }
        tokens.expect("of");
        String name = tokens.value();
        if (to <= from || name.isBlank()) {
            throw tokens.stop(start, "rule-range", Percent.HELP, null);
        }
        return new Rule.Sample(name, from, to);
    }

    private int percent() {
        Token token = tokens.take(Kind.WORD, "a percentage such as 10%");
        int percent = Percent.parse(token.text())
                .orElseThrow(() -> tokens.stop(token.offset(), "rule-number", Percent.HELP, null));
        tokens.expectSymbol("%");
        return percent;
    }
}
