package dmp.profile.fact;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.store.IdentifierKey;

/**
 * Orders the owner of an identifier's facts to look at an event again for the sake of one trait, which was defined or changed after the
 * event. Published on {@link #TOPIC}, keyed by the identifier.
 *
 * @param trait the trait's id
 * @param version of the trait; an order for an older version than the one in force is void
 * @param realised whether the event realises the trait; when it does not, it may have under an earlier rule, which is undone
 * @param worth what the realisation is worth, in millionths
 * @param event as it was collected
 */
public record ReplayEvent(String trait, long version, boolean realised, long worth, EventCollected event) {

    /** Has as many partitions as the topic of events and is read by the same consumer: one writer for each identifier's facts. */
    public static final String TOPIC = "dmp.profile.replays.v1";

    public IdentifierKey key() {
        return new IdentifierKey(event.tenant(), event.identifier());
    }
}
