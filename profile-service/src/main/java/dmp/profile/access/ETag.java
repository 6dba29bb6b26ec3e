package dmp.profile.access;

import jakarta.ws.rs.core.EntityTag;

/** Versions as entity tags. */
public final class ETag {

    private ETag() {}

    public static EntityTag of(long version) {
        return new EntityTag(Long.toString(version));
    }

    /**
     * Refuses a change that was made to another version than the present one.
     *
     * @param ifMatch the header, null when it was not sent
     * @throws Problem 428 without the header, 412 when it names another version
     */
    public static void require(String ifMatch, long version) {
        if (ifMatch == null) {
            throw Problem.preconditionRequired();
        }
        if (!ifMatch.equals("*") && !ifMatch.equals('"' + Long.toString(version) + '"')) {
            throw Problem.preconditionFailed(version);
        }
    }
}
