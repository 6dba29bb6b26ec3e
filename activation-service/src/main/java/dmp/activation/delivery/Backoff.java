package dmp.activation.delivery;

import java.time.Duration;

/** Waits that double with each failure in a row, up to a longest one, spread so that many do not come back at once. */
record Backoff(Duration first, Duration longest) {

    /**
     * @param failures in a row, at least 1
     * @param random from 0 to 1: where in the upper half of the wait
     */
    Duration after(int failures, double random) {
        int doublings = Math.min(failures - 1, 30);
        long wait = Math.min(longest.toMillis(), first.toMillis() << doublings);
        return Duration.ofMillis(wait / 2 + (long) (wait / 2.0 * random));
    }
}
