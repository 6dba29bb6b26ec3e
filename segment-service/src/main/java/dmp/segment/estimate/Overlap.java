package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How far segments overlap.
 *
 * @param sizes of each segment, in the order they were asked for
 * @param pairs of each segment and each after it
 * @param inAll identifiers that are in all of them
 * @param inAny identifiers that are in at least one
 */
record Overlap(List<Size> sizes, List<Pair> pairs, long inAll, long inAny) {

    record Size(String segment, long size) {}

    /**
     * @param inBoth identifiers that are in both
     * @param jaccard those in both by those in either, 0 to 1; 0 when both are empty
     * @param ofFirst those in both by those in the first, 0 to 1
     * @param ofSecond those in both by those in the second, 0 to 1
     */
    record Pair(String first, String second, long inBoth, double jaccard, double ofFirst, double ofSecond) {}

    /** @param members of each segment, by the same numbers */
    static Overlap of(List<String> segments, List<BitSet> members) {
        List<Size> sizes = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        BitSet all = (BitSet) members.getFirst().clone();
        BitSet any = new BitSet();
        for (int i = 0; i < segments.size(); i++) {
            sizes.add(new Size(segments.get(i), members.get(i).cardinality()));
            all.and(members.get(i));
            any.or(members.get(i));
            for (int j = i + 1; j < segments.size(); j++) {
                pairs.add(pair(segments.get(i), members.get(i), segments.get(j), members.get(j)));
            }
        }
        return new Overlap(sizes, pairs, all.cardinality(), any.cardinality());
    }

    private static Pair pair(String first, BitSet one, String second, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.and(other);
        long inBoth = both.cardinality();
        long inOne = one.cardinality();
        long inOther = other.cardinality();
        return new Pair(
                first,
                second,
                inBoth,
                share(inBoth, inOne + inOther - inBoth),
                share(inBoth, inOne),
                share(inBoth, inOther));
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : (double) part / of;
    }
}
