package dmp.ingestion.source;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** A source in its table: the document, and beside it what is searched for. */
@Entity(name = "SourceRow")
@Table(name = "source")
// Named, so that it is parsed at the start of the application, not on an event loop when it is first asked.
@NamedQuery(name = SourceRow.CHANGED_SINCE, query = "from SourceRow where changedAt >= :from")
class SourceRow {

    static final String CHANGED_SINCE = "SourceRow.changedSince";

    @Embeddable
    record Key(String tenant, String id) {}

    @EmbeddedId
    Key key;

    long version;

    /** By the database's clock, for those who look for changes. */
    @Column(name = "changed_at", insertable = false, updatable = false)
    Instant changedAt;

    boolean archived;

    @JdbcTypeCode(SqlTypes.JSON)
    Source definition;

    static SourceRow of(String tenant, Source source) {
        SourceRow row = new SourceRow();
        row.key = new Key(tenant, source.id());
        row.version = 1;
        row.definition = source;
        return row;
    }

    void change(Source source) {
        definition = source;
        version++;
    }
}
