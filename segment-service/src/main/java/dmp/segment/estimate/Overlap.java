package dmp.segment.estimate;

import java.util.ArrayList;
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

    /** @param members of each segment, a bit an identifier, all of one length */
    static Overlap of(List<String> segments, List<long[]> members) {
        List<Size> sizes = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < segments.size(); i++) {
            sizes.add(new Size(segments.get(i), inBoth(members.get(i), members.get(i))));
        }
        for (int i = 0; i < segments.size(); i++) {
            for (int j = i + 1; j < segments.size(); j++) {
                pairs.add(pair(sizes.get(i), sizes.get(j), inBoth(members.get(i), members.get(j))));
            }
        }
        long inAll = 0;
        long inAny = 0;
        for (int word = 0; word < members.getFirst().length; word++) {
            long all = -1;
            long any = 0;
            for (long[] bits : members) {
                all &= bits[word];
                any |= bits[word];
            }
            inAll += Long.bitCount(all);
            inAny += Long.bitCount(any);
        }
        return new Overlap(sizes, pairs, inAll, inAny);
    }

    /** A plain loop without anything in between, which the JVM turns into vector instructions. */
    static long inBoth(long[] one, long[] other) {
        long count = 0;
        for (int word = 0; word < one.length; word++) {
            count += Long.bitCount(one[word] & other[word]);
        }
        return count;
    }

    private static Pair pair(Size first, Size second, long inBoth) {
        return new Pair(
                first.segment(),
                second.segment(),
                inBoth,
                share(inBoth, first.size() + second.size() - inBoth),
                share(inBoth, first.size()),
                share(inBoth, second.size()));
    }

    private static double share(long part, long of) {
        return of == 0 ? 0 : (double) part / of;
    }
}
