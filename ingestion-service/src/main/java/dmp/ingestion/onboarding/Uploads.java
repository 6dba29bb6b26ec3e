package dmp.ingestion.onboarding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

import io.smallrye.mutiny.Uni;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.ingestion.collect.CollectConfig;
import dmp.ingestion.collect.EventIds;
import dmp.ingestion.normalise.Identifiers;
import dmp.ingestion.problem.Problem;
import dmp.ingestion.source.Sources;

/** The uploads in PostgreSQL, and how their state changes. */
@Singleton
class Uploads {

    private static final int MAX_IDEMPOTENCY_KEY = 200;

    private final Mutiny.SessionFactory sessions;
    private final Sources sources;
    private final Identifiers identifiers;

    Uploads(Mutiny.SessionFactory sessions, Sources sources, CollectConfig config) {
        this.sessions = sessions;
        this.sources = sources;
        this.identifiers = new Identifiers(config.namespaces());
    }

    /** The same idempotency key gives the same upload again. */
    Uni<UploadRow> create(String tenant, String idempotencyKey, Declaration declaration) {
        declaration.requireValid(identifiers::isKnown);
        if (idempotencyKey != null && idempotencyKey.length() > MAX_IDEMPOTENCY_KEY) {
            throw Problem.of(422, "idempotency-key-too-long", "An Idempotency-Key has at most 200 characters.");
        }
        UploadRow row = new UploadRow();
        row.key = new UploadRow.Key(tenant, EventIds.next());
        row.state = UploadState.AWAITING_CONTENT;
        row.declaration = declaration;
        row.idempotencyKey = idempotencyKey;
        row.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return requireSource(tenant, declaration.source())
                .flatMap(_ -> sessions.withTransaction(
                        (session, _) -> session.persist(row).call(session::flush)))
                .replaceWith(row)
                .onFailure(failure -> idempotencyKey != null && failure instanceof PersistenceException)
                .recoverWithUni(() -> earlier(tenant, idempotencyKey, declaration));
    }

    Uni<UploadRow> find(UploadRow.Key key) {
        return sessions.withSession(session -> load(session, key, LockMode.NONE));
    }

    /** Begins another attempt; a completed upload is returned as it is. */
    Uni<UploadRow> begin(UploadRow.Key key) {
        return change(key, row -> {
            if (row.state != UploadState.COMPLETED) {
                row.state = UploadState.PROCESSING;
                row.attempt++;
                row.outcome = null;
            }
        });
    }

    /** Ends this attempt, unless a newer one has begun. */
    Uni<UploadRow> end(UploadRow.Key key, int attempt, UploadState state, UploadRow.Ending ending) {
        return change(key, row -> {
            if (row.attempt == attempt && row.state == UploadState.PROCESSING) {
                row.state = state;
                row.outcome = ending;
            }
        });
    }

    private Uni<UploadRow> change(UploadRow.Key key, Consumer<UploadRow> change) {
        return sessions.withTransaction(
                (session, _) -> load(session, key, LockMode.PESSIMISTIC_WRITE).invoke(change));
    }

    private Uni<Void> requireSource(String tenant, String source) {
        return sources.exists(tenant, source).map(exists -> {
            if (!exists) {
                throw Problem.invalid(List.of(new Problem.Violation(
                        "/source", "unknown", "There is no such source. Make it first: POST /v1/sources.")));
            }
            return null;
        });
    }

    private Uni<UploadRow> earlier(String tenant, String idempotencyKey, Declaration declaration) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from UploadRow where key.tenant = :tenant and idempotencyKey = :idempotencyKey",
                                UploadRow.class)
                        .setParameter("tenant", tenant)
                        .setParameter("idempotencyKey", idempotencyKey)
                        .getSingleResult())
                .map(row -> {
                    if (!row.declaration.equals(declaration)) {
                        throw Problem.of(
                                422,
                                "idempotency-key-reused",
                                "This Idempotency-Key was used for another declaration. Use a new key for a new upload.");
                    }
                    return row;
                });
    }

    private static Uni<UploadRow> load(Mutiny.Session session, UploadRow.Key key, LockMode lock) {
        return session.find(UploadRow.class, key, lock).map(row -> {
            if (row == null) {
                throw Problem.notFound("upload", key.id());
            }
            return row;
        });
    }
}
