package dmp.profile.trait;

import java.io.Serializable;
import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

/** How far the retained events have been looked at again for one trait. */
@Entity
@Table(name = "trait_backfill")
@IdClass(BackfillRow.Key.class)
class BackfillRow {

    static final String RUNNING = "running";
    static final String COMPLETE = "complete";
    static final String CANCELLED = "cancelled";

    record Key(String tenant, String trait) implements Serializable {}

    @Id
    String tenant;

    @Id
    String trait;

    /** Of the trait. */
    long version;

    /** Of that version, JSON. */
    String definition;

    /** Definitions that may have realised the trait meanwhile, a JSON array. */
    String earlier;

    String state;
    String positions;

    @Column(name = "read_events")
    long readEvents;

    @Column(name = "of_events")
    long ofEvents;

    long replayed;

    @Column(name = "started_at")
    Instant startedAt;

    @Column(name = "finished_at")
    Instant finishedAt;

    String owner;

    @Column(name = "lease_until")
    Instant leaseUntil;

    BackfillRow() {}

    BackfillRow(String tenant, String trait) {
        this.tenant = tenant;
        this.trait = trait;
    }

    /** From the first event retained. */
    void begin() {
        state = RUNNING;
        positions = "";
        readEvents = 0;
        ofEvents = 0;
        replayed = 0;
        startedAt = Instant.now();
        finishedAt = null;
        owner = null;
        leaseUntil = null;
    }

    boolean isRunning() {
        return RUNNING.equals(state);
    }
}
