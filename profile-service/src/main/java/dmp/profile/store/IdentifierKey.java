package dmp.profile.store;

/**
 * An identifier of one tenant: the key of every message and every value in this service.
 *
 * @param tenant the customer
 * @param identifier {@code namespace:value}
 */
public record IdentifierKey(String tenant, String identifier) implements Comparable<IdentifierKey> {

    /** As the key of a Kafka record. */
    public String recordKey() {
        return tenant + '|' + identifier;
    }

    /** Where the identifier's facts are. Both keys of an identifier have one hash tag, and so one Redis Cluster slot. */
    public String factsKey() {
        return "f{" + recordKey() + '}';
    }

    /** Where the identifier's links are. */
    public String linksKey() {
        return "l{" + recordKey() + '}';
    }

    /** Another identifier of the same tenant. */
    public IdentifierKey sibling(String otherIdentifier) {
        return new IdentifierKey(tenant, otherIdentifier);
    }

    @Override
    public int compareTo(IdentifierKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : identifier.compareTo(other.identifier);
    }
}
