package dmp.segment.contract;

/** The topics that segment-service publishes. */
public final class SegmentTopics {

    /** {@link MembershipChanged}, keyed by {@code tenant|namespace:value}: all memberships of an identifier whenever they changed. */
    public static final String MEMBERSHIPS = "dmp.memberships.v1";

    /** {@link SegmentDefined}, keyed by {@code tenant|segment}; compacted, so that a reader from the start knows every segment. */
    public static final String SEGMENTS = "dmp.segments.v1";

    /** {@link TraitOrdered}, keyed by {@code tenant|trait}; compacted, so that every order comes to profile-service in the end. */
    public static final String TRAIT_ORDERS = "dmp.trait-orders.v1";

    private SegmentTopics() {}
}
