package dmp.ingestion.contract;

/** The topics that ingestion-service publishes. Every record's key is {@code tenant|namespace:value}. */
public final class IngestionTopics {

    /** {@link EventCollected}: every accepted event, once or more often (at least once), ordered by identifier. */
    public static final String EVENTS = "dmp.events.v1";

    /** {@link EventRejected}: every refusal, with its reason. The key is {@code tenant|source}: a refused identifier may be personal. */
    public static final String EVENTS_REJECTED = "dmp.events-rejected.v1";

    private IngestionTopics() {}
}
