package dmp.ingestion.collect;

import org.junit.jupiter.api.Test;

import dmp.ingestion.problem.Problem;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class RateLimitTest {

    @Test
    void anOverdrawnKeyWaitsAndOthersDoNot() {
        RateLimit limit = new RateLimit(10);
        limit.require("a", 1_000);

        Problem refused = assertThrows(Problem.class, () -> limit.require("a", 1));

        assertEquals(429, refused.getStatusCode());
        assertDoesNotThrow(() -> limit.require("b", 1));
    }

    @Test
    void zeroIsWithoutLimit() {
        RateLimit limit = new RateLimit(0);
        limit.require("a", 1_000_000);

        assertDoesNotThrow(() -> limit.require("a", 1));
    }

    @Test
    void theBucketFillsAgain() {
        RateLimit.Bucket bucket = new RateLimit.Bucket(10);
        long now = System.nanoTime();
        bucket.take(20, 10, now);

        assertEquals(0, bucket.take(1, 10, now + 2_000_000_000L));
    }
}
