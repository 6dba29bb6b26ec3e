package dmp.segment.estimate;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SampleTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "500, 500", "499, 500", "1000, 1000000000000"})
    void everyNumberIsDrawnOnceAndIsOneOfThem(int size, long of) {
        long[] drawn = all(Sample.draw(7, size, of, 300));

        assertEquals(size, LongStream.of(drawn).distinct().count());
        assertTrue(LongStream.of(drawn).allMatch(number -> number >= 0 && number < of));
    }

    @Test
    void theSameSeedDrawsTheSame() {
        assertArrayEquals(all(Sample.draw(7, 100, 1_000, 30)), all(Sample.draw(7, 100, 1_000, 50)));
    }

    @Test
    void everyNumberIsAsLikelyAsAnyOther() {
        int[] times = new int[50];
        for (int seed = 0; seed < 20_000; seed++) {
            for (long number : all(Sample.draw(seed, 10, times.length, 10))) {
                times[(int) number]++;
            }
        }
        for (int number = 0; number < times.length; number++) {
            // 4,000 are expected, with a standard deviation of 57.
            assertTrue(Math.abs(times[number] - 4_000) < 300, number + " was drawn " + times[number] + " times");
        }
    }

    @ParameterizedTest
    @CsvSource({"100000, 30, 1000", "100000, 2000, 1000", "50000, 25000, 400", "10000, 9950, 500"})
    void theIntervalHoldsTheTruthAsOftenAsItSays(int of, int matching, int sampled) {
        Random random = new Random(1);
        int runs = 3_000;
        int held = 0;
        for (int run = 0; run < runs; run++) {
            long found = LongStream.of(all(Sample.draw(random.nextLong(), sampled, of, sampled)))
                    .filter(number -> number < matching)
                    .count();
            Interval interval = Interval.of(found, sampled, of);
            held += interval.low() <= matching && matching <= interval.high() ? 1 : 0;
        }
        assertTrue(held > 0.93 * runs, held + " of " + runs);
    }

    @Test
    void whereNoneWasFoundThereMayBeSome() {
        Interval interval = Interval.of(0, 20_000, 1_000_000);

        assertEquals(0, interval.low());
        assertTrue(interval.high() > 100 && interval.high() < 300, interval.toString());
    }

    private static long[] all(List<long[]> parts) {
        return parts.stream().flatMapToLong(LongStream::of).sorted().toArray();
    }
}
