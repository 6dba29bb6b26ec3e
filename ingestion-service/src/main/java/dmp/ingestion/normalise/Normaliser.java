package dmp.ingestion.normalise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import dmp.ingestion.consent.ConsentDecision;
import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;
import dmp.ingestion.contract.Signal;
import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * Decides on one event: accepted in canonical form, or rejected with its reason. First whom it is about, then whether we
 * may know it, and only then what it says. Safe for many threads.
 */
public final class Normaliser {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:~-]{1,128}");
    private static final Pattern TRAIT = Pattern.compile("[\\p{L}\\p{N} ._:/+&-]{1,128}");
    private static final int MAX_NAME = 64;

    /** OpenRTB 2.6 {@code eid.mm} ends at 5. */
    private static final int MAX_MATCH_METHOD = 5;

    /** One event that links more is a list of people, not an observation. */
    private static final int MAX_LINKS = 10;

    private static final int MAX_TRAITS = 200;

    private final Identifiers identifiers;
    private final Duration maxAge;

    public Normaliser(Identifiers identifiers, Duration maxAge) {
        this.identifiers = identifiers;
        this.maxAge = maxAge;
    }

    public Outcome normalise(SubmittedEvent submitted, Observation observation) {
        String id = observation.freshId();
        try {
            boolean hasSendersId = submitted.id() != null && !submitted.id().isEmpty();
            if (hasSendersId) {
                requireId(submitted.id());
                id = submitted.id();
            }
            String identifier = identifier(submitted);
            return switch (ConsentDecision.of(
                    submitted.consent(),
                    observation.privacySignals(),
                    observation.purposes(),
                    observation.contractExpired())) {
                case ConsentDecision.Allowed(Consent person) ->
                    new Outcome.Accepted(event(submitted, observation, id, identifier, person), hasSendersId);
                case ConsentDecision.Denied denied
                when denied.denial().isPresent() ->
                    denial(submitted, observation, id, identifier, denied, hasSendersId);
                case ConsentDecision.Denied denied -> new Outcome.Rejected(id, denied.rejection(), Optional.empty());
            };
        } catch (Refused refused) {
            return new Outcome.Rejected(id, refused.rejection(), Optional.empty());
        }
    }

    private EventCollected event(
            SubmittedEvent submitted, Observation observation, String id, String identifier, Consent person) {
        String name = name(submitted.name());
        Instant occurredAt = EventTime.of(submitted.occurredAt(), submitted.sentAt(), observation.receivedAt(), maxAge);
        if (name.equals(EventCollected.CONSENT)) {
            return consentOnly(observation, id, identifier, occurredAt, person);
        }
        Map<String, String> signals = new HashMap<>(observation.enrichment());
        signals.put(Signal.EVENT_NAME.key(), name);
        PageSignals.add(submitted.page(), signals);
        CustomSignals.add(submitted.properties(), signals);
        return new EventCollected(
                id,
                observation.tenant(),
                observation.source(),
                identifier,
                links(submitted.links(), identifier),
                name,
                occurredAt,
                observation.receivedAt(),
                signals,
                traits(submitted.traits()),
                person,
                observation.purposes());
    }

    /**
     * A denial of collection. Told by an event that tells consent only, it is accepted: that is what the event is for.
     * Told by any other, the event is rejected and the denial goes out beside it.
     */
    private Outcome denial(
            SubmittedEvent submitted,
            Observation observation,
            String id,
            String identifier,
            ConsentDecision.Denied denied,
            boolean hasSendersId) {
        Consent consent = denied.denial().orElseThrow();
        Instant occurredAt = denialTime(submitted, observation);
        boolean tellsConsentOnly = submitted.name() != null
                && EventCollected.CONSENT.equals(Text.kebabCase(submitted.name().strip()));
        if (tellsConsentOnly) {
            return new Outcome.Accepted(consentOnly(observation, id, identifier, occurredAt, consent), hasSendersId);
        }
        return new Outcome.Rejected(
                id,
                denied.rejection(),
                Optional.of(consentOnly(observation, id + ":consent", identifier, occurredAt, consent)));
    }

    /** A denial counts whatever is wrong with its time: then it counts from now. */
    private Instant denialTime(SubmittedEvent submitted, Observation observation) {
        try {
            return EventTime.of(submitted.occurredAt(), submitted.sentAt(), observation.receivedAt(), maxAge);
        } catch (Refused refused) {
            return observation.receivedAt();
        }
    }

    private static EventCollected consentOnly(
            Observation observation, String id, String identifier, Instant occurredAt, Consent consent) {
        return new EventCollected(
                id,
                observation.tenant(),
                observation.source(),
                identifier,
                List.of(),
                EventCollected.CONSENT,
                occurredAt,
                observation.receivedAt(),
                Map.of(),
                List.of(),
                consent,
                observation.purposes());
    }

    private static void requireId(String id) {
        PersonalData.refuse(PersonalData.inIdentifier(id), "/id");
        if (!ID.matcher(id).matches()) {
            throw new Refused(
                    RejectionCode.ID_INVALID,
                    "An event's id has 1 to 128 letters, digits or . _ : ~ - and is unique; a UUID is best.",
                    "/id");
        }
    }

    private String identifier(SubmittedEvent submitted) {
        if (submitted.identifier() == null || submitted.identifier().isBlank()) {
            throw new Refused(
                    RejectionCode.IDENTIFIER_MISSING,
                    "Say whom the event was observed on, such as \"identifier\":\"cookie:7f3c2a\".",
                    "/identifier");
        }
        return identifiers.canonical(submitted.identifier().strip(), RejectionCode.IDENTIFIER_INVALID, "/identifier");
    }

    private static String name(String raw) {
        String clean = Text.clean(raw, MAX_NAME, "/name");
        if (clean == null || clean.isEmpty()) {
            throw new Refused(
                    RejectionCode.NAME_MISSING, "Say what happened, such as \"name\":\"page-view\".", "/name");
        }
        PersonalData.refuse(PersonalData.in(clean), "/name");
        String name = Text.kebabCase(clean);
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw new Refused(
                    RejectionCode.NAME_INVALID, "A name is words of letters and digits, such as page-view.", "/name");
        }
        return name;
    }

    private List<ObservedLink> links(List<SubmittedEvent.Link> submitted, String identifier) {
        if (submitted.size() > MAX_LINKS) {
            throw new Refused(RejectionCode.TOO_MANY, "At most " + MAX_LINKS + " links are accepted.", "/links");
        }
        List<ObservedLink> links = new ArrayList<>(submitted.size());
        for (int i = 0; i < submitted.size(); i++) {
            SubmittedEvent.Link link = submitted.get(i);
            String pointer = "/links/" + i;
            if (link.identifier() == null) {
                throw new Refused(RejectionCode.LINK_INVALID, "A link has an identifier.", pointer);
            }
            if (link.matchMethod() < 0 || link.matchMethod() > MAX_MATCH_METHOD) {
                throw new Refused(
                        RejectionCode.LINK_INVALID,
                        "matchMethod is 0 unknown, 2 cookie sync, 3 authenticated, 4 observed or 5 inferred.",
                        pointer);
            }
            String other = identifiers.canonical(link.identifier().strip(), RejectionCode.LINK_INVALID, pointer);
            boolean isNew = links.stream().noneMatch(known -> known.identifier().equals(other));
            if (isNew && !other.equals(identifier)) {
                links.add(new ObservedLink(other, link.matchMethod()));
            }
        }
        return links;
    }

    private static List<String> traits(List<String> submitted) {
        if (submitted.size() > MAX_TRAITS) {
            throw new Refused(RejectionCode.TOO_MANY, "At most " + MAX_TRAITS + " traits are accepted.", "/traits");
        }
        List<String> traits = new ArrayList<>(submitted.size());
        for (int i = 0; i < submitted.size(); i++) {
            String pointer = "/traits/" + i;
            String code = submitted.get(i).strip();
            PersonalData.refuse(PersonalData.in(code), pointer);
            if (!TRAIT.matcher(code).matches()) {
                throw new Refused(
                        RejectionCode.TRAIT_INVALID,
                        "A trait's code has 1 to 128 letters, digits, blanks or . _ : / + & -",
                        pointer);
            }
            if (!traits.contains(code)) {
                traits.add(code);
            }
        }
        return traits;
    }
}
