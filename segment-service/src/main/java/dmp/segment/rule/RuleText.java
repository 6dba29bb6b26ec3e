package dmp.segment.rule;

import java.util.List;
import java.util.stream.Collectors;

/** The text that people write, see {@link RuleParser} for its grammar. Printing gives the canonical spelling of a rule. */
public final class RuleText {

    /** How tightly what stands around binds: inside a tighter one, a looser one needs parentheses. */
    private enum Binding {
        LOOSEST,
        DISJUNCTION,
        CONJUNCTION,
        NEGATION
    }

    private RuleText() {}

    /** @throws RuleRefused with every error that was found, its line and column, and what was probably meant */
    public static Rule parse(String text, Vocabulary vocabulary) throws RuleRefused {
        return RuleParser.parse(text, vocabulary);
    }

    public static String print(Rule rule) {
        return print(rule, Binding.LOOSEST);
    }

    private static String print(Rule rule, Binding around) {
        return switch (rule) {
            case Rule.Any any -> {
                String text = join(any.rules(), " or ", Binding.DISJUNCTION);
                yield around.compareTo(Binding.LOOSEST) > 0 ? "(" + text + ")" : text;
            }
            case Rule.All all -> {
                String text = join(all.rules(), " and ", Binding.CONJUNCTION);
                yield around.compareTo(Binding.DISJUNCTION) > 0 ? "(" + text + ")" : text;
            }
            case Rule.Not not -> "not " + print(not.rule(), Binding.NEGATION);
            case Rule.Trait trait -> printTrait(trait.id()) + print(trait.frequency(), trait.recency());
            case Rule.Attribute attribute -> "attribute " + attribute.key() + " " + print(attribute.constraint());
            case Rule.Segment segment -> "segment " + segment.id();
            case Rule.Sourced sourced -> print(sourced.observed()) + print(sourced.frequency(), sourced.recency());
            case Rule.Endpoint endpoint ->
                print(endpoint.observed())
                        + (endpoint.end() == Rule.Endpoint.End.FIRST ? " first" : " last")
                        + (endpoint.inside() ? "" : " not")
                        + print(endpoint.recency());
            case Rule.Sum sum -> "sum of " + print(sum.observed()) + print(sum.amount()) + print(sum.recency());
            case Rule.Sequence sequence -> print(sequence.steps()) + print(sequence.frequency(), sequence.recency());
            case Rule.Sample sample ->
                "sample " + (sample.from() == 0 ? "" : Percent.print(sample.from()) + " to ")
                        + Percent.print(sample.to()) + " of " + quote(sample.name());
            case Rule.Score score ->
                score.terms().stream()
                        .map(term -> term.points() + " for " + print(term.rule()))
                        .collect(Collectors.joining(", ", "score of (", ") at least " + score.atLeast()));
        };
    }

    private static String printTrait(String traitOrFolder) {
        return Folder.is(traitOrFolder) ? "any trait under " + quote(traitOrFolder) : "trait " + traitOrFolder;
    }

    private static String print(Observed observed) {
        List<String> sources = observed.sources();
        String what = observed.event() == null
                ? printTrait(observed.trait())
                : "event (" + print(observed.event(), Binding.LOOSEST) + ")";
        return what
                + switch (sources.size()) {
                    case 0 -> "";
                    case 1 -> " from source " + sources.getFirst();
                    default -> " from source (" + String.join(", ", sources) + ")";
                };
    }

    private static String print(Steps steps) {
        StringBuilder text = new StringBuilder(print(steps.first()));
        for (Steps.Next next : steps.then()) {
            text.append(next.happens() ? " then " : " then not ").append(print(next.observed()));
            if (next.within() != null) {
                text.append(" within ").append(next.within());
            }
        }
        return text.toString();
    }

    /** The canonical spelling of a condition on events. */
    public static String print(EventRule rule) {
        return print(rule, Binding.LOOSEST);
    }

    private static String print(EventRule rule, Binding around) {
        return switch (rule) {
            case EventRule.Any any -> {
                String text = any.rules().stream()
                        .map(part -> print(part, Binding.DISJUNCTION))
                        .collect(Collectors.joining(" or "));
                yield around.compareTo(Binding.LOOSEST) > 0 ? "(" + text + ")" : text;
            }
            case EventRule.All all -> {
                String text = all.rules().stream()
                        .map(part -> print(part, Binding.CONJUNCTION))
                        .collect(Collectors.joining(" and "));
                yield around.compareTo(Binding.DISJUNCTION) > 0 ? "(" + text + ")" : text;
            }
            case EventRule.Not not -> "not " + print(not.rule(), Binding.NEGATION);
            case EventRule.Signal signal -> signal.key() + " " + print(signal.constraint());
        };
    }

    private static String join(List<Rule> rules, String word, Binding around) {
        return rules.stream().map(rule -> print(rule, around)).collect(Collectors.joining(word));
    }

    private static String print(Frequency frequency, Recency recency) {
        if (frequency.equals(Frequency.NEVER)) {
            return recency.equals(Recency.EVER) ? " never" : " not" + print(recency);
        }
        return print(frequency) + print(recency);
    }

    private static String print(Frequency frequency) {
        if (frequency.equals(Frequency.ONCE)) {
            return "";
        }
        if (frequency.max() == Frequency.UNBOUNDED) {
            return " at least " + times(frequency.min());
        }
        if (frequency.min() == frequency.max()) {
            return " exactly " + times(frequency.min());
        }
        if (frequency.min() == 0) {
            return " at most " + times(frequency.max());
        }
        return " between " + frequency.min() + " and " + times(frequency.max());
    }

    private static String print(Amount amount) {
        if (amount.max() == Amount.NO_MOST) {
            return " at least " + number(amount.min());
        }
        return amount.min() == Amount.NO_LEAST
                ? " at most " + number(amount.max())
                : " between " + number(amount.min()) + " and " + number(amount.max());
    }

    private static String number(long millionths) {
        return Amount.number(millionths).toPlainString();
    }

    private static String times(int times) {
        return times + (times == 1 ? " time" : " times");
    }

    private static String print(Recency recency) {
        return switch (recency) {
            case Recency.Ever() -> "";
            case Recency.Within(Window window) -> " in " + window;
            case Recency.Since(var instant) -> " since " + Instants.print(instant);
            case Recency.Before(var instant) -> " before " + Instants.print(instant);
            case Recency.During(Period period, var zone) ->
                " " + period.current + (zone.equals(Zones.DEFAULT) ? "" : " in " + quote(zone.getId()));
        };
    }

    private static String print(Constraint constraint) {
        return switch (constraint) {
            case Constraint.Exists() -> "exists";
            case Constraint.Equals(String value) -> "= " + quote(value);
            case Constraint.In(List<String> values) ->
                values.stream().map(RuleText::quote).collect(Collectors.joining(", ", "in (", ")"));
            case Constraint.Prefix(String value) -> "starts with " + quote(value);
            case Constraint.Suffix(String value) -> "ends with " + quote(value);
            case Constraint.Contains(String value) -> "contains " + quote(value);
            case Constraint.Compare(Constraint.Comparison comparison, var number) ->
                comparison.symbol + " " + number.toPlainString();
            case Constraint.Near(var latitude, var longitude, int km) ->
                "within " + km + " km of (" + latitude.toPlainString() + ", " + longitude.toPlainString() + ")";
            case Constraint.Between(var low, var high) ->
                "between " + low.toPlainString() + " and " + high.toPlainString();
        };
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
