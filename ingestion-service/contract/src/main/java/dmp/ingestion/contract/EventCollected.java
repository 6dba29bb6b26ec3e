package dmp.ingestion.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Something an identifier did, at a time, in canonical form. Published on {@link IngestionTopics#EVENTS}, keyed by
 * {@link #key()}. It carries no IP address, user agent, query string or other raw value.
 *
 * @param id unique within the tenant: the sender's own id, or a UUIDv7 made on arrival; two records with one id are one event
 * @param tenant the customer whose event this is
 * @param source the source that sent it
 * @param identifier whom it was observed on, {@code namespace:value}
 * @param links other identifiers seen together with it
 * @param name what happened, e.g. {@code page-view}; {@link #CONSENT} when only the consent is told
 * @param occurredAt when it happened, corrected for the sender's clock, never later than {@code receivedAt}
 * @param receivedAt when the platform received it
 * @param signals canonical key to canonical value, see {@link Signal}; numbers in plain decimal notation
 * @param onboardedTraits codes that the source delivers about the identifier, as the source spells them
 * @param consent what the person and the browser allow. Collection is always allowed but on a {@link #CONSENT} event,
 *     which is how a withdrawal travels down the road
 * @param contract what the source's contract allows with this event. It limits this event alone, and withdraws nothing
 *     that other sources told; records written before there was this field had it within {@code consent}
 */
public record EventCollected(
        String id,
        String tenant,
        String source,
        String identifier,
        List<ObservedLink> links,
        String name,
        Instant occurredAt,
        Instant receivedAt,
        Map<String, String> signals,
        List<String> onboardedTraits,
        Consent consent,
        Consent contract) {

    /** The name of an event that tells consent and nothing else: no signals, no links, no onboarded traits. */
    public static final String CONSENT = "consent";

    public EventCollected {
        links = links == null ? List.of() : List.copyOf(links);
        signals = signals == null ? Map.of() : Map.copyOf(signals);
        onboardedTraits = onboardedTraits == null ? List.of() : List.copyOf(onboardedTraits);
        consent = consent == null ? Consent.NONE : consent;
        contract = contract == null ? Consent.ALL : contract;
    }

    /** Whether the person lets anything be remembered; a no voids what was observed until then. */
    public boolean consentsToProfiling() {
        return consent.collection() && consent.profiling();
    }

    /**
     * Whether traits, attributes and links may be remembered from this event. They are remembered for the sake of
     * audiences, so the source's contract must allow activation as well.
     */
    public boolean mayBeRemembered() {
        return consentsToProfiling() && contract.profiling() && contract.activation();
    }

    /** The record's key: all that is said of one identifier stays in order. */
    public String key() {
        return tenant + '|' + identifier;
    }
}
