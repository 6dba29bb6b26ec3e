package dmp.profile.store;

/**
 * Rice's code for numbers most of which are of the order of their mean: what is above the lowest bits as so many ones and a zero, then the
 * lowest bits. Such as are far greater are written as they are, behind as many ones as no other has. R. F. Rice, <i>Some practical
 * universal noiseless coding techniques</i>, JPL Publication 79-22, 1979.
 */
public final class Rice {

    /** So many ones announce a number of 64 bits. */
    static final int MOST_ONES = 20;

    /** Bits that tell the parameter. */
    public static final int PARAMETER_BITS = 6;

    private static final int GREATEST = 34;

    private Rice() {}

    /** How many lowest bits are written as they are, when there are so many numbers and that is their sum. */
    public static int parameter(long sum, int count) {
        long mean = count == 0 ? 0 : sum / count;
        return mean == 0 ? 0 : Math.min(GREATEST, Long.SIZE - 1 - Long.numberOfLeadingZeros(mean));
    }
}
