package dmp.segment.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import dmp.segment.rule.Token.Kind;

/** Reads what is asked of a value, see {@link RuleParser} for the grammar. */
final class ConstraintParser {

    private static final List<String> CONSTRAINTS =
            List.of("in", "between", "within", "starts", "ends", "contains", "exists");

    private final RuleTokens tokens;

    ConstraintParser(RuleTokens tokens) {
        this.tokens = tokens;
    }

    Constraint constraint() {
        Token token = tokens.token();
        if (token.kind() == Kind.SYMBOL) {
            for (Constraint.Comparison comparison : Constraint.Comparison.values()) {
                if (tokens.acceptSymbol(comparison.symbol)) {
                    return comparison == Constraint.Comparison.EQUAL
                                    && tokens.token().kind() == Kind.VALUE
                            ? new Constraint.Equals(tokens.value())
                            : new Constraint.Compare(
                                    comparison, tokens.number("a number, or after \"=\" a value in double quotes"));
                }
            }
            if (token.isSymbol("!=")) {
                throw tokens.stop(token.offset(), "rule-syntax", "Write \"not … = …\" instead of \"!=\".", null);
            }
        }
        if (tokens.accept("in")) {
            return new Constraint.In(values());
        }
        if (tokens.accept("between")) {
            return between(token.offset());
        }
        if (tokens.accept("within")) {
            return near();
        }
        if (tokens.accept("starts")) {
            tokens.expect("with");
            return new Constraint.Prefix(tokens.value());
        }
        if (tokens.accept("ends")) {
            tokens.expect("with");
            return new Constraint.Suffix(tokens.value());
        }
        if (tokens.accept("contains")) {
            return new Constraint.Contains(tokens.value());
        }
        if (tokens.accept("exists")) {
            return new Constraint.Exists();
        }
        throw tokens.unexpected(
                "a test: \"=\", \"<\", \"<=\", \">\", \">=\", \"between\", \"within\", \"in\", \"starts with\", \"ends with\", \"contains\" or \"exists\"",
                CONSTRAINTS);
    }

    private Constraint between(int start) {
        BigDecimal low = tokens.number("a number");
        tokens.expect("and");
        BigDecimal high = tokens.number("a number");
        if (low.compareTo(high) > 0) {
            throw tokens.stop(
                    start, "rule-range", "Between " + low + " and " + high + " there is nothing: swap them.", null);
        }
        return new Constraint.Between(low, high);
    }

    private Constraint near() {
        int km = tokens.whole(
                "a number of kilometres from 1 to " + Constraint.Near.FARTHEST, 1, Constraint.Near.FARTHEST);
        tokens.expect("km");
        tokens.expect("of");
        tokens.expectSymbol("(");
        BigDecimal latitude = degrees(90, "degrees of latitude, such as 51.5");
        tokens.expectSymbol(",");
        BigDecimal longitude = degrees(180, "degrees of longitude, such as -0.1");
        tokens.expectSymbol(")");
        return new Constraint.Near(latitude, longitude, km);
    }

    private BigDecimal degrees(int most, String what) {
        int start = tokens.token().offset();
        BigDecimal degrees = tokens.number(what);
        if (!Constraint.Near.areDegrees(degrees, most)) {
            throw tokens.stop(
                    start, "rule-range", "Here stand " + what + ", from " + -most + " to " + most + ".", null);
        }
        return degrees;
    }

    private List<String> values() {
        tokens.expectSymbol("(");
        List<String> values = new ArrayList<>();
        do {
            if (values.size() == Bounds.VALUES) {
                throw tokens.stop(
                        tokens.token().offset(),
                        "rule-too-large",
                        "A list has at most " + Bounds.VALUES + " values.",
                        null);
            }
            values.add(tokens.value());
        } while (tokens.acceptSymbol(","));
        tokens.expectSymbol(")");
        return values;
    }
}
