package dmp.segment.contract;

/** The topics that segment-service publishes. */
public final class SegmentTopics {

    /** {@link MembershipChanged}, keyed by {@code tenant|namespace:value}: all memberships of an identifier whenever they changed. */
    public static final String MEMBERSHIPS = "dmp.memberships.v1";

    /** {@link SegmentDefined}, keyed by {@code tenant|segment}; compacted, so that a reader from the start knows every segment. */
    public static final String SEGMENTS = "dmp.segments.v1";

    private SegmentTopics() {}
}
