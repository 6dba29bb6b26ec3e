package dmp.ingestion.problem;

/** Versions as entity tags, and the check that a change is based on the current one. */
public final class ETags {

    private ETags() {}

    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Problem 428 when {@code If-Match} is missing, 412 when it names another version */
    public static void requireMatch(String ifMatch, long version) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.of(
                    428,
                    "if-match-missing",
                    "Send If-Match with the ETag that you last read, so that nobody's change is lost.");
        }
        if (!ifMatch.strip().equals("*") && !ifMatch.strip().equals(of(version))) {
            throw Problem.of(412, "stale", "It has changed since you read it. Read it again, then repeat your change.");
        }
    }
}
