package dmp.ingestion.onboarding;

import java.time.Instant;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An upload in its table. How far it has come while it is being read stands in Redis. */
@Entity(name = "UploadRow")
@Table(name = "upload")
class UploadRow {

    @Embeddable
    record Key(String tenant, String id) {}

    @EmbeddedId
    Key key;

    @Enumerated(EnumType.STRING)
    UploadState state;

    /** Counts the PUTs: the newest has the right to write, older ones that still run stop. */
    int attempt;

    @JdbcTypeCode(SqlTypes.JSON)
    Declaration declaration;

    /** Null until it has ended. */
    @JdbcTypeCode(SqlTypes.JSON)
    Ending outcome;

    @Column(name = "idempotency_key")
    String idempotencyKey;

    @Column(name = "created_at")
    Instant createdAt;

    /** How it ended: with what counts, and why if it failed. */
    record Ending(Progress progress, Failure failure, Instant at) {}

    /** Why the file as a whole could not be read. */
    record Failure(String code, String reason) {}
}
