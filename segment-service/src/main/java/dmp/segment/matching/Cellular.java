package dmp.segment.matching;

/** Takes the cells of a profile. */
interface Cellular {

    void set(int dimension, int cell);

    /** As {@link #set}, of a dimension that time changes. */
    void set(int dimension, Chain chain, long[] at);
}
