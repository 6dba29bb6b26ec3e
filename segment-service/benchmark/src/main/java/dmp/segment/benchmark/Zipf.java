package dmp.segment.benchmark;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Draws 0 to n - 1, the k-th (from 1) with a probability proportional to 1 / k. */
final class Zipf {

    private final double[] cumulative;

    Zipf(int n) {
        cumulative = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += 1.0 / (i + 1);
            cumulative[i] = sum;
        }
    }

    int size() {
        return cumulative.length;
    }

    int draw(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulative, random.nextDouble() * cumulative[cumulative.length - 1]);
        return found < 0 ? Math.min(-found - 1, cumulative.length - 1) : found;
    }
}
