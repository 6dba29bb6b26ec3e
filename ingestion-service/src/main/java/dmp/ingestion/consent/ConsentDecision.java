package dmp.ingestion.consent;

import java.util.Optional;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.quarantine.Rejection;
import dmp.ingestion.quarantine.RejectionCode;

/** Whether an event may be collected, and what for. */
public sealed interface ConsentDecision {

    /** @param person what person and browser allow; collection is among it */
    record Allowed(Consent person) implements ConsentDecision {}

    /**
     * @param denial what the person said, when the person denies collection: it must travel on although the event
     *     does not, so that memberships end and networks are emptied
     */
    record Denied(Rejection rejection, Optional<Consent> denial) implements ConsentDecision {}

    /**
     * @param purposes what the source's contract allows
     * @param contractExpired the contract ended before the event was received
     */
    static ConsentDecision of(
            ConsentStatement statement, PrivacySignals signals, Consent purposes, boolean contractExpired) {
        return switch (statement) {
            case ConsentStatement.Missing _ ->
                denied(
                        RejectionCode.CONSENT_MISSING,
                        "The event says nothing about consent. Send \"consent\" with collection, profiling and activation.");
            case ConsentStatement.Unreadable _ ->
                denied(
                        RejectionCode.CONSENT_UNREADABLE,
                        "The consent cannot be read. Send true or false for collection, profiling and activation, and nothing else.");
            case ConsentStatement.Stated(Consent stated) -> of(stated, signals, purposes, contractExpired);
        };
    }

    private static ConsentDecision of(
            Consent stated, PrivacySignals signals, Consent purposes, boolean contractExpired) {
        Consent person = new Consent(
                stated.collection() && !signals.doNotTrack(),
                stated.profiling(),
                stated.activation() && !signals.globalPrivacyControl());
        if (!stated.collection()) {
            return new Denied(
                    new Rejection(
                            RejectionCode.CONSENT_DENIED,
                            "The person does not allow collection. The denial itself is passed on; send no more events.",
                            "/consent/collection"),
                    Optional.of(person));
        }
        if (signals.doNotTrack()) {
            return new Denied(
                    new Rejection(
                            RejectionCode.DO_NOT_TRACK,
                            "The browser sends DNT: 1, which denies collection. The denial itself is passed on.",
                            ""),
                    Optional.of(person));
        }
        if (contractExpired) {
            return denied(
                    RejectionCode.CONTRACT_EXPIRED,
                    "The contract of this source has expired. Renew it: PUT /v1/sources/{id} with a later expiresOn.");
        }
        if (!purposes.collection()) {
            return denied(
                    RejectionCode.CONTRACT_FORBIDS,
                    "The contract of this source does not include collection. Change its purposes, or stop sending.");
        }
        return new Allowed(person);
    }

    private static Denied denied(RejectionCode code, String reason) {
        String pointer =
                switch (code) {
                    case CONSENT_MISSING, CONSENT_UNREADABLE -> "/consent";
                    default -> "";
                };
        return new Denied(new Rejection(code, reason, pointer), Optional.empty());
    }
}
