package dmp.segment.matching;

import java.util.BitSet;
import java.util.Collection;
import java.util.List;

import dmp.segment.evaluation.SegmentRule;

/**
 * The rules of all segments of a tenant, ready to be matched. Immutable, for any number of threads; each thread asks
 * through a {@link Matcher} of its own. Rules are numbered in the order of their segments' ids.
 */
public final class MatchingIndex {

    /** No such rule. */
    static final int NONE = -1;

    final Dimensions dimensions;
    final List<SegmentRule> rules;
    final List<Layer> layers;
    final Columns columns;

    MatchingIndex(Dimensions dimensions, List<SegmentRule> rules, List<Layer> layers, Columns columns) {
        this.dimensions = dimensions;
        this.rules = rules;
        this.layers = layers;
        this.columns = columns;
    }

    /** @throws IllegalArgumentException when segments refer to one another in a circle */
    public static MatchingIndex of(Collection<SegmentRule> rules) {
        return of(rules, List.of(), 0);
    }

    /**
     * An index laid out for profiles like these: the result is the same for every sample, the speed is not. A few hundred
     * profiles will do.
     *
     * @param now the second at which the sample is looked at
     * @throws IllegalArgumentException when segments refer to one another in a circle
     */
    public static MatchingIndex of(Collection<SegmentRule> rules, List<? extends ProfileFacts> sample, long now) {
        return new IndexBuilder(rules, sample, now).build();
    }

    /** How many rules there are. */
    public int size() {
        return rules.size();
    }

    public SegmentRule rule(int number) {
        return rules.get(number);
    }

    /**
     * Looks up the words of a profile once, for one that will be matched again and again. The arrays of occurrences are not
     * copied.
     */
    public EncodedProfile encode(ProfileFacts profile) {
        return EncodedProfile.of(profile, dimensions);
    }

    /** The number of the segment's rule; {@link #NONE} when it is not among them. */
    int number(String segment) {
        int low = 0;
        int high = rules.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = rules.get(middle).segment().compareTo(segment);
            if (order == 0) {
                return middle;
            }
            low = order < 0 ? middle + 1 : low;
            high = order < 0 ? high : middle - 1;
        }
        return NONE;
    }

    /** A matcher for one thread. It takes a few bytes for every rule and every trait, so keep it. */
    public Matcher matcher() {
        return matcher(new BitSet(0));
    }

    /** A matcher whose {@link Matcher#evaluation} leaves out the rules of these numbers, no other rule may refer to them. */
    Matcher matcher(BitSet outdated) {
        return new Matcher(this, outdated);
    }

    /**
     * The columns that tell cells apart.
     *
     * @param base by dimension, where its cells are in {@code start}
     * @param start by dimension and cell, where the columns start that tell this cell from the one below (from any other, if
     *     the dimension is exact)
     */
    record Boundaries(int[] base, int[] start, int[] columns) {}

    /**
     * The columns of all layers.
     *
     * @param columnToRule -1 where a layer's last word is not full
     * @param alone bits of the columns that are the only one of their rule
     * @param code the programs that decide a column by themselves
     * @param whole by column, where its program starts in {@code code}
     * @param restCode the programs that decide what rows and hits do not
     * @param rest by column, where its program starts in {@code restCode}
     * @param ruleStart by rule, where its columns start in {@code ruleColumns}
     * @param ruleDimension by rule, the dimension by which other rules see it; -1 when none refers to it
     * @param told what tells the cells of timed dimensions apart
     * @param restTold what of {@code restCode} tells cells apart
     * @param ruleToReferred the rules that each rule needs, directly or not, in order; null for none
     * @param ruleToTimed the timed dimensions that each rule needs, directly or not; null for none
     */
    record Columns(
            int[] columnToRule,
            long[] alone,
            int[] code,
            int[] whole,
            int[] restCode,
            int[] rest,
            int[] ruleStart,
            int[] ruleColumns,
            int[] ruleDimension,
            Boundaries told,
            Boundaries restTold,
            int[][] ruleToReferred,
            int[][] ruleToTimed) {

        int words() {
            return columnToRule.length >>> 6;
        }
    }
}
