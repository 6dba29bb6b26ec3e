package dmp.activation.delivery;

import java.util.Map;
import java.util.TreeMap;

/**
 * Durations in milliseconds, counted in buckets whose width is a thirty-second of their power of two: no percentile is off by
 * more than about 3 %. Not for use by several threads.
 */
public final class Histogram {

    private static final int BITS = 5;
    private static final int PARTS = 1 << BITS;

    private final TreeMap<Integer, Long> bucketToCount = new TreeMap<>();

    /** Negative durations, of clocks that differ, count as 0. */
    static int bucket(long millis) {
        long value = Math.max(0, millis);
        if (value < PARTS) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - BITS;
        return (shift + 1) * PARTS + (int) (value >>> shift) - PARTS;
    }

    /** The largest duration that falls into the bucket. */
    static long upperEnd(int bucket) {
        if (bucket < PARTS) {
            return bucket;
        }
        int shift = bucket / PARTS - 1;
        long part = bucket % PARTS + PARTS;
        return ((part + 1) << shift) - 1;
    }

    public void add(int bucket, long count) {
        bucketToCount.merge(bucket, count, Long::sum);
    }

    public void add(Histogram other) {
        other.bucketToCount.forEach(this::add);
    }

    public long count() {
        return bucketToCount.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The duration that the given share of all does not exceed; null when there are none. */
    public Long percentile(double share) {
        long wanted = (long) Math.ceil(count() * share);
        long seen = 0;
        for (Map.Entry<Integer, Long> entry : bucketToCount.entrySet()) {
            seen += entry.getValue();
            if (seen >= wanted) {
                return upperEnd(entry.getKey());
            }
        }
        return null;
    }
}
