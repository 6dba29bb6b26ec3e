package dmp.segment.estimate;

/**
 * Where the true number lies, with so much confidence. By Wilson's score interval, which holds for rare and for none found too
 * (E. B. Wilson, Probable Inference, the Law of Succession, and Statistical Inference, 1927).
 *
 * @param low the least, rounded down
 * @param high the most, rounded up
 * @param confidence the share of such intervals that hold the true number
 */
record Interval(long low, long high, double confidence) {

    private static final double CONFIDENCE = 0.95;

    /** Of the standard normal distribution, two-sided. */
    private static final double Z = 1.959964;

    /**
     * @param found how many of the sample
     * @param sampled how many, drawn without regard to anything, above 0
     * @param of how many there are
     */
    static Interval of(long found, long sampled, long of) {
        double share = (double) found / sampled;
        double z2 = Z * Z / sampled;
        double middle = (share + z2 / 2) / (1 + z2);
        double half = Z / (1 + z2) * Math.sqrt(share * (1 - share) / sampled + z2 / (4 * sampled));
        long low = (long) Math.floor(Math.max(0, middle - half) * of);
        long high = (long) Math.ceil(Math.min(1, middle + half) * of);
        // As many as were seen there are for certain, and those seen not to be are not.
        return new Interval(Math.max(low, found), Math.min(high, of - (sampled - found)), CONFIDENCE);
    }
}
