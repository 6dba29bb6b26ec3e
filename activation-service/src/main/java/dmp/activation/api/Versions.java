package dmp.activation.api;

/** Versions of definitions as HTTP sees them: {@code ETag} and {@code If-Match}. */
public final class Versions {

    private Versions() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Problem 428 without the header, 412 when it names another version than {@code present} */
    public static void require(String ifMatch, long present) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.conditionMissing();
        }
        if (!ifMatch.trim().equals(etag(present))) {
            throw Problem.stale(present);
        }
    }
}
