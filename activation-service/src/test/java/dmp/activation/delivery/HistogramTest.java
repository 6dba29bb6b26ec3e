package dmp.activation.delivery;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class HistogramTest {

    @Test
    void noDurationIsOffByMoreThanThreePercent() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            long millis = random.nextLong(1L << random.nextInt(1, 40));
            long upperEnd = Histogram.upperEnd(Histogram.bucket(millis));
            assertTrue(upperEnd >= millis && upperEnd <= millis * 1.032 + 1, () -> millis + " in " + upperEnd);
        }
    }

    @Test
    void percentilesAreThoseOfTheCounts() {
        Histogram histogram = new Histogram();
        for (int millis = 1; millis <= 100; millis++) {
            histogram.add(Histogram.bucket(millis), 1);
        }

        assertEquals(100, histogram.count());
        assertTrue(Math.abs(histogram.percentile(0.5) - 50) <= 2);
        assertTrue(Math.abs(histogram.percentile(0.95) - 95) <= 3);
    }

    @Test
    void nothingCountedHasNoPercentile() {
        assertNull(new Histogram().percentile(0.5));
    }
}
