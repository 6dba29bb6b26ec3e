package dmp.ingestion.normalise;

import java.time.Instant;
import java.util.Map;

import dmp.ingestion.consent.PrivacySignals;
import dmp.ingestion.contract.Consent;

/**
 * All that is known of an event beside what its sender wrote.
 *
 * @param purposes what the source's contract allows
 * @param freshId the event's id if its sender gave none
 * @param enrichment signals of place and device
 */
public record Observation(
        String tenant,
        String source,
        Consent purposes,
        boolean contractExpired,
        PrivacySignals privacySignals,
        Instant receivedAt,
        String freshId,
        Map<String, String> enrichment) {}
