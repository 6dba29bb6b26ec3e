package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dmp.segment.estimate.Overlap.Pair;

import static org.junit.jupiter.api.Assertions.assertEquals;

class OverlapTest {

    @Test
    void countsAreThoseOfOneAfterAnother() {
        Random random = new Random(3);
        for (int run = 0; run < 300; run++) {
            int identifiers = 1 + random.nextInt(300);
            List<String> segments = List.of("a", "b", "c").subList(0, 2 + random.nextInt(2));
            List<BitSet> members = new ArrayList<>();
            for (int i = 0; i < segments.size(); i++) {
                BitSet bits = new BitSet();
                double share = random.nextDouble();
                IntStream.range(0, identifiers)
                        .filter(_ -> random.nextDouble() < share)
                        .forEach(bits::set);
                members.add(bits);
            }

            Overlap overlap = Overlap.of(
                    segments, members.stream().map(OverlapTest::words).toList());

            assertEquals(count(identifiers, i -> members.stream().allMatch(bits -> bits.get(i))), overlap.inAll());
            assertEquals(count(identifiers, i -> members.stream().anyMatch(bits -> bits.get(i))), overlap.inAny());
            assertEquals(
                    segments.size() * (segments.size() - 1) / 2, overlap.pairs().size());
            for (Pair pair : overlap.pairs()) {
                BitSet first = members.get(segments.indexOf(pair.first()));
                BitSet second = members.get(segments.indexOf(pair.second()));
                long both = count(identifiers, i -> first.get(i) && second.get(i));
                long either = count(identifiers, i -> first.get(i) || second.get(i));
                assertEquals(both, pair.inBoth());
                assertEquals(either == 0 ? 0 : (double) both / either, pair.jaccard());
                assertEquals(first.isEmpty() ? 0 : (double) both / first.cardinality(), pair.ofFirst());
            }
        }
    }

    /** As many for each segment. */
    private static long[] words(BitSet bits) {
        return Arrays.copyOf(bits.toLongArray(), 5);
    }

    private static long count(int identifiers, IntPredicate predicate) {
        return IntStream.range(0, identifiers).filter(predicate).count();
    }
}
