package dmp.activation.definition;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.MappedSuperclass;

/** A row that holds a definition as a JSON document; what is asked for in queries stands in columns and tables of its own. */
@MappedSuperclass
public abstract class DefinitionRow {

    @EmbeddedId
    DefinitionId id;

    long version;
    boolean archived;

    @Column(name = "changed_at")
    Instant changedAt;

    String document;
}
