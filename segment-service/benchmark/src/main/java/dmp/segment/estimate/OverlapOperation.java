package dmp.segment.estimate;

/** The service's own comparison of two segments, without the service. In its package, so that it is its own code. */
public final class OverlapOperation {

    private OverlapOperation() {}

    /** How many are in both, a bit for each identifier. */
    public static long inBoth(long[] first, long[] second) {
        return Overlap.inBoth(first, second);
    }
}
