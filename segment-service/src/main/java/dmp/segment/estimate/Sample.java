package dmp.segment.estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Numbers drawn from all that there are, each as likely as any other; the same seed draws the same. */
final class Sample {

    private Sample() {}

    /**
     * In parts of at most this size. R. W. Floyd's algorithm (J. Bentley, Programming Pearls: A Sample of Brilliance, 1987).
     *
     * @param size at most {@code of}
     */
    static List<long[]> draw(long seed, int size, long of, int part) {
        SplittableRandom random = new SplittableRandom(seed);
        Set<Long> drawn = HashSet.newHashSet(size);
        for (long last = of - size; last < of; last++) {
            if (!drawn.add(random.nextLong(last + 1))) {
                drawn.add(last);
            }
        }
        long[] numbers = drawn.stream().mapToLong(Long::longValue).sorted().toArray();
        List<long[]> parts = new ArrayList<>();
        for (int from = 0; from < size; from += part) {
            parts.add(Arrays.copyOfRange(numbers, from, Math.min(size, from + part)));
        }
        return parts;
    }
}
