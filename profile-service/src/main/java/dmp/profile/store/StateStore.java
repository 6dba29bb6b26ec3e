package dmp.profile.store;

import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

/**
 * Values by key. Each value has a revision that changes with every write; a write names the revision it was derived from
 * and is refused when it is no longer the current one, so that a writer that has lost its partition without knowing cannot
 * undo its successor's work. One call is one round trip, however many keys it names.
 */
public interface StateStore {

    /** The values of the keys, in their order; {@link Stored#ABSENT} where there is none. */
    Uni<List<Stored>> read(List<String> keys);

    /**
     * Writes all that are still at the revision they name. Fails with {@link OvertakenException} when at least one was not;
     * the others are written all the same.
     */
    Uni<Void> write(List<Write> writes);

    /**
     * @param revision 0 when the key is absent
     * @param payload the value; null when the key is absent
     */
    record Stored(int revision, byte[] payload) {
        public static final Stored ABSENT = new Stored(0, null);

        public boolean isAbsent() {
            return payload == null;
        }
    }

    /**
     * @param revision of the value this one was derived from
     * @param expiresIn when the value may be forgotten; null for never
     */
    record Write(String key, int revision, byte[] payload, Duration expiresIn) {

        /** The revision after this write; never 0, which stands for absence. */
        int nextRevision() {
            return revision == -1 ? 1 : revision + 1;
        }
    }

    /** Somebody else wrote a key after it was read: read again, and apply again what is not yet applied. */
    final class OvertakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public OvertakenException(int howMany) {
            super(howMany + " values were written by somebody else meanwhile", null, false, false);
        }
    }
}
