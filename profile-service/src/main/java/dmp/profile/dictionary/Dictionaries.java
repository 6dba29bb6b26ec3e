package dmp.profile.dictionary;

import io.smallrye.mutiny.Uni;

/** Each tenant's dictionary. */
public interface Dictionaries {

    /** As far as it is known here. */
    Dictionary of(String tenant);

    /**
     * With at least so many words; waits when fewer are known here.
     *
     * @throws IllegalStateException when there are fewer: the dictionary is older than what is to be read
     */
    Uni<Dictionary> atLeast(String tenant, int size);
}
