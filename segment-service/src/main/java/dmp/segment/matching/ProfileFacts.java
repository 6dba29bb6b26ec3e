package dmp.segment.matching;

import dmp.segment.evaluation.MergePolicy;

/** What an index reads of one profile. */
public interface ProfileFacts {

    /** Tells the reader all that is known through this merge policy, each attribute and each trait once. */
    void read(MergePolicy mergePolicy, Reader reader);

    /** Takes what is known, one fact after another. */
    interface Reader {

        /** @param value canonical value; null, where changes are told, when it is no longer known */
        void attribute(String key, String value);

        /** @param at the occurrences, in seconds, ascending; empty, where changes are told, when there are no longer any */
        void trait(String id, long[] at);
    }
}
