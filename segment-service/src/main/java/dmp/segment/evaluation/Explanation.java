package dmp.segment.evaluation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/**
 * Why a rule holds of a profile at an instant, or why not.
 *
 * @param ruleVersion the version of the rule that was asked
 * @param mergePolicy through which the profile was seen
 * @param profilingAllowed whether the identifier's consent lets any rule be asked; when it does not, no rule holds
 * @param holds the answer
 * @param changesAt when the answer changes by itself; null when time alone never changes it
 * @param because the rule, each part with its own answer
 */
public record Explanation(
        String segment,
        long ruleVersion,
        String mergePolicy,
        boolean profilingAllowed,
        boolean holds,
        Instant changesAt,
        Part because) {

    /**
     * One part of a rule.
     *
     * @param rule the part as text
     * @param holds its answer
     * @param changesAt when this answer changes by itself; null when time alone never changes it
     * @param count of a trait or a sum, how many occurrences count; of a sequence, how often it was done; of a score, the points; else
     *     null
     * @param sum what the occurrences that count are worth together, of a sum; else null
     * @param facts what decides; empty when nothing relevant is known
     * @param parts what the part is made of
     */
    public record Part(
            String rule,
            boolean holds,
            Instant changesAt,
            Integer count,
            BigDecimal sum,
            List<Fact> facts,
            List<Part> parts) {}

    /**
     * One observation that was looked at.
     *
     * @param identifier on whom it was observed
     * @param source who observed it; null for a place in a drawing
     * @param value the value of the attribute, or where the identifier stands in a drawing; null for a trait
     * @param at when: for a trait the occurrences that count (for a sequence, first or last: all so far), the latest first
     *     and no more than a few
     * @param decides false for an attribute's value that a later one overrules
     */
    public record Fact(String identifier, String source, String value, List<Instant> at, boolean decides) {}
}
