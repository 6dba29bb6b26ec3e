package dmp.ingestion.onboarding;

/**
 * Why a row was not accepted.
 *
 * @param line where the row begins, the header's line being 1
 * @param column to blame, empty when it is the row as a whole
 */
record Receipt(long line, String code, String reason, String column) {}
