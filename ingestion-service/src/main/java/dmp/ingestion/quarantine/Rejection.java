package dmp.ingestion.quarantine;

/**
 * A refusal.
 *
 * @param reason for people: what is wrong and what to do about it; never quotes the refused value
 * @param pointer JSON pointer into the event, or column, of the part that is to blame; empty when it is the whole
 */
public record Rejection(RejectionCode code, String reason, String pointer) {}
