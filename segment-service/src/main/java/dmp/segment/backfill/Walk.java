package dmp.segment.backfill;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** Where the walk over a tenant's identifiers stands. */
@Entity
class Walk {

    @Id
    String tenant;

    /** The next bucket. */
    long cursor;

    protected Walk() {}
}
