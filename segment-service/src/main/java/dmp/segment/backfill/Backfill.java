package dmp.segment.backfill;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Version;

/** How far one segment's newest rule has been asked about all that are known. */
@Entity
@IdClass(Backfill.Key.class)
class Backfill {

    record Key(String tenant, String segment) implements Serializable {}

    enum State {
        RUNNING,
        PAUSED,
        CANCELLED,
        COMPLETE;

        /** As the database and the API have it. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

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

    /** When the last tick had been handled, or it was cancelled; null before that. */
    Instant finishedAt;

    /** The text of a {@link State}. */
    String state;

    /** Where the walk stood when it was paused; null when it had not joined. */
    Long pausedBucket;

    /** Since when its pace is measured: when it joined the walk, or went on after a pause. */
    Instant paceSince;

    long paceEvaluated;

    /** Tells the change of one from that of another at the same time, who then begins anew. */
    @Version
    long writes;

    protected Backfill() {}

    boolean isWalking() {
        return is(State.RUNNING) && startBucket != null && !covered;
    }

    boolean is(State wanted) {
        return state.equals(wanted.text());
    }

    void join(long bucket, long known, Instant now) {
        startBucket = bucket;
        wrapped = false;
        evaluated = 0;
        total = known;
        measurePace(now);
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

    void pause(long bucket) {
        state = State.PAUSED.text();
        pausedBucket = bucket;
    }

    /** Where the walk has gone on meanwhile for others, it begins anew: asking somebody twice changes nothing. */
    void resume(long bucket, Instant now) {
        state = State.RUNNING.text();
        if (!covered && pausedBucket != bucket) {
            startBucket = null;
        }
        pausedBucket = null;
        measurePace(now);
    }

    void end(State how, Instant now) {
        state = how.text();
        finishedAt = now;
    }

    private void measurePace(Instant now) {
        paceSince = now;
        paceEvaluated = evaluated;
    }

    /** When it will have been through at its pace until now; null when that cannot be told. */
    Instant estimatedEnd(Instant now) {
        long done = evaluated - paceEvaluated;
        if (!isWalking() || done <= 0) {
            return null;
        }
        double secondsEach = Duration.between(paceSince, now).toMillis() / 1_000.0 / done;
        return now.plusSeconds(Math.round((total - evaluated) * secondsEach)).truncatedTo(ChronoUnit.SECONDS);
    }
}
