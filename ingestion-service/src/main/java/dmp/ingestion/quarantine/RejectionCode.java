package dmp.ingestion.quarantine;

import java.util.Locale;

/** Why an event or a row was refused, for machines. A closed set, so that it can label a metric. */
public enum RejectionCode {
    MALFORMED,
    UNKNOWN_FIELD,
    ID_INVALID,
    IDENTIFIER_MISSING,
    IDENTIFIER_INVALID,
    LINK_INVALID,
    NAME_MISSING,
    NAME_INVALID,
    TIME_UNREADABLE,
    TOO_OLD,
    URL_INVALID,
    PROPERTY_INVALID,
    TRAIT_INVALID,
    TOO_LONG,
    TOO_MANY,
    PERSONAL_DATA,
    CONSENT_MISSING,
    CONSENT_UNREADABLE,
    CONSENT_DENIED,
    DO_NOT_TRACK,
    CONTRACT_EXPIRED,
    CONTRACT_FORBIDS,
    ROW_MALFORMED;

    private final String wire = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The spelling in answers, topics and metrics, e.g. {@code consent-missing}. */
    public String wire() {
        return wire;
    }
}
