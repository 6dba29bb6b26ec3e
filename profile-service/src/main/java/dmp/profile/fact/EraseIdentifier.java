package dmp.profile.fact;

import java.time.Instant;

import dmp.profile.store.IdentifierKey;

/**
 * Orders the owner of an identifier's facts to forget them. Published on {@link #TOPIC}, keyed by the identifier.
 *
 * @param receipt under which the order was acknowledged
 * @param tenant the customer
 * @param identifier whom to forget
 * @param requestedAt what was observed until then is erased, also what arrives later
 */
public record EraseIdentifier(String receipt, String tenant, String identifier, Instant requestedAt) {

    /** Has as many partitions as the topic of events and is read by the same consumer: one writer for each identifier's facts. */
    public static final String TOPIC = "dmp.profile.commands.v1";

    public IdentifierKey key() {
        return new IdentifierKey(tenant, identifier);
    }
}
