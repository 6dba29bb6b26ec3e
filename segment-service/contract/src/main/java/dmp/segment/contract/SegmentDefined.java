package dmp.segment.contract;

/**
 * What others need to know of a segment: that it exists and how it is called. The rule stays with segment-service.
 *
 * @param tenant the customer
 * @param id unique within the tenant, lower-case letters, digits and hyphens
 * @param name for people and networks
 * @param version grows with every change
 * @param mergePolicy the merge policy its rule looks through
 * @param archived no longer evaluated: it has no members, and no campaign may newly refer to it
 */
public record SegmentDefined(
        String tenant, String id, String name, long version, String mergePolicy, boolean archived) {

    public String key() {
        return tenant + '|' + id;
    }
}
