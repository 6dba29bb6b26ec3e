package dmp.ingestion.contract;

import java.time.Instant;

/**
 * An event that was not accepted. Published on {@link IngestionTopics#EVENTS_REJECTED}, keyed by {@code tenant|source}.
 * The refused content is not in it: it may be personal, or collected without consent.
 *
 * @param id the sender's event id, or one made on arrival
 * @param tenant the customer whose source sent it
 * @param source the source that sent it
 * @param code why, for machines, e.g. {@code consent-missing}, {@code personal-data}, {@code contract-expired}
 * @param reason why, for people, and what to do about it; never quotes the refused value
 * @param pointer JSON pointer or column of the part that is to blame, empty when it is the whole
 * @param receivedAt when the platform received it
 */
public record EventRejected(
        String id, String tenant, String source, String code, String reason, String pointer, Instant receivedAt) {

    public String key() {
        return tenant + '|' + source;
    }
}
