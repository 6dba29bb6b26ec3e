package dmp.segment.definition;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Counts the changes of a tenant's segments. */
@Entity
@Table(name = "rulebook")
class RulebookRevision {

    @Id
    String tenant;

    long revision;

    protected RulebookRevision() {}
}
