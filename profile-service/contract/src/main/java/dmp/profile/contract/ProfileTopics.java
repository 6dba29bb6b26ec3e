package dmp.profile.contract;

/** The topics that profile-service publishes. */
public final class ProfileTopics {

    /** {@link ProfileChanged}, keyed by {@code tenant|namespace:value}: the whole view of an identifier whenever it may have changed. */
    public static final String PROFILES = "dmp.profiles.v1";

    /** {@link TraitDefined}, keyed by {@code tenant|trait}; compacted, so that a reader from the start knows every trait. */
    public static final String TRAITS = "dmp.traits.v1";

    /** {@link MergePolicyDefined}, keyed by {@code tenant|policy}; compacted, so that a reader from the start knows every policy. */
    public static final String MERGE_POLICIES = "dmp.merge-policies.v1";

    private ProfileTopics() {}
}
