package dmp.segment.backfill;

import java.io.Serializable;
import java.time.Instant;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;

/** How far one segment's newest rule has been asked about all that are known. */
@Entity
@IdClass(Backfill.Key.class)
class Backfill {

    record Key(String tenant, String segment) implements Serializable {}

    @Id
    String tenant;

    @Id
    String segment;

    /** The revision of the tenant's rules that brought the rule. */
    long revision;

    /** The bucket at which the segment joined the walk; null before that. */
    Long startBucket;

    /** The walk has passed the last identifier since the segment joined. */
    boolean wrapped;

    /** All ticks have been sent. */
    boolean covered;

    long evaluated;

    /** How many there are to evaluate, as far as is known. */
    long total;

    Instant startedAt;

    /** When the last tick had been handled; null before that. */
    Instant finishedAt;

    protected Backfill() {}

    boolean isWalking() {
        return startBucket != null && !covered;
    }

    /**
     * The walk has taken a step.
     *
     * @param identifiers how many it met
     * @param cursor the bucket before which it stands now; 0 when it has passed the last one
     */
    void stepped(int identifiers, long cursor) {
        evaluated += identifiers;
        total = Math.max(total, evaluated);
        if (cursor == 0) {
            wrapped = true;
        }
        covered = wrapped && cursor >= startBucket;
    }
}
