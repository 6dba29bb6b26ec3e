package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * What decides when a standing has to be looked at again.
 *
 * @param keepsFor how long the network keeps a member; null for until removed
 * @param removes the network can remove
 * @param acknowledgementTimeout how long a promised acknowledgement is waited for
 * @param refusedPause how long what was refused is left alone when nothing changes
 */
record Rules(Duration keepsFor, boolean removes, Duration acknowledgementTimeout, Duration refusedPause) {

    /**
     * When a member is told again so that the network does not drop it: between eight and nine tenths of its time, spread by
     * identifier, so that what was told in one batch is not all due in one instant.
     */
    Instant refreshAt(Standing.Held held, String identifier) {
        if (held.until() == null) {
            return Instant.MAX;
        }
        long life = Duration.between(held.since(), held.until()).toMillis();
        double spread = Math.floorMod(identifier.hashCode(), 1_000) / 1_000.0;
        return held.since().plusMillis((long) (life * (0.8 + 0.1 * spread)));
    }

    Instant untilFrom(Instant now) {
        return keepsFor == null ? null : now.plus(keepsFor);
    }
}
