package dmp.segment.rule;

import java.util.List;

/** How large a rule may be. Far above what people write, far below what would hurt the evaluation of others. */
public final class Bounds {

    /** Characters of a rule's text. */
    public static final int TEXT = 20_000;

    /** Conditions and connectives in one rule. */
    public static final int NODES = 500;

    /** Connectives inside one another. */
    public static final int DEPTH = 32;

    /** Values of one {@code in (…)}. */
    public static final int VALUES = 500;

    /** Characters of one quoted value. */
    public static final int VALUE = 500;

    /** The highest count that a frequency may name. */
    public static final int TIMES = 100_000;

    /** Steps of one sequence. */
    public static final int STEPS = 10;

    /** The most points that one rule of a score may have, for or against. */
    public static final int POINTS = 1_000;

    private Bounds() {}

    /** Why the rule is too large, or null when it is not. */
    static String excess(Rule rule) {
        if (depth(rule) > DEPTH) {
            return "The rule is nested deeper than " + DEPTH + " levels. Make parts of it segments of their own.";
        }
        if (nodes(rule) > NODES) {
            return "The rule has more than " + NODES + " conditions. Make parts of it segments of their own.";
        }
        return null;
    }

    private static int depth(Rule rule) {
        return 1 + parts(rule).stream().mapToInt(Bounds::depth).max().orElse(0);
    }

    private static int nodes(Rule rule) {
        return 1 + parts(rule).stream().mapToInt(Bounds::nodes).sum();
    }

    private static List<Rule> parts(Rule rule) {
        return switch (rule) {
            case Rule.All all -> all.rules();
            case Rule.Any any -> any.rules();
            case Rule.Not not -> List.of(not.rule());
            case Rule.Score score ->
                score.terms().stream().map(Rule.Score.Term::rule).toList();
            case Rule.Trait _, Rule.Sourced _, Rule.Endpoint _, Rule.Sum _, Rule.Sequence _ -> List.of();
            case Rule.Attribute _, Rule.Segment _, Rule.Sample _ -> List.of();
        };
    }
}
