package dmp.ingestion.source;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jakarta.inject.Singleton;
import jakarta.persistence.PersistenceException;

import io.smallrye.mutiny.Uni;
import org.hibernate.LockMode;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.ingestion.problem.ETags;
import dmp.ingestion.problem.Problem;

/** The sources in PostgreSQL. Every change is in memory of this instance before it is answered. */
@Singleton
public class Sources {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Enough to change keys without a gap; more are forgotten ones. */
    private static final int MAX_KEYS = 10;

    private final Mutiny.SessionFactory sessions;
    private final SourceDirectory directory;

    Sources(Mutiny.SessionFactory sessions, SourceDirectory directory) {
        this.sessions = sessions;
        this.directory = directory;
    }

    /** A source and the version it has. */
    record Versioned(Source source, long version) {

        private static Versioned of(SourceRow row) {
            return new Versioned(row.definition, row.version);
        }
    }

    Uni<Versioned> create(String tenant, SourceDraft draft) {
        SourceRow row = SourceRow.of(tenant, draft.toSource(List.of(newKey())));
        return sessions.withTransaction((session, _) -> session.persist(row).call(session::flush))
                .onFailure(Sources::isAlreadyThere)
                .transform(_ -> Problem.of(
                        409,
                        "exists",
                        "There is, or was, a source \"" + row.key.id() + "\". Choose another id, or change that one."))
                .call(directory::refresh)
                .replaceWith(() -> Versioned.of(row));
    }

    Uni<Versioned> find(String tenant, String id) {
        return sessions.withSession(session -> load(session, tenant, id, LockMode.NONE))
                .map(Versioned::of);
    }

    /** True when the tenant has it, not archived. */
    public Uni<Boolean> exists(String tenant, String id) {
        return sessions.withSession(session -> session.find(SourceRow.class, new SourceRow.Key(tenant, id)))
                .map(row -> row != null && !row.archived);
    }

    /** In the order of their ids, those after {@code after}. */
    Uni<List<Source>> list(String tenant, String after, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from SourceRow where key.tenant = :tenant and key.id > :after and not archived order by key.id",
                        SourceRow.class)
                .setParameter("tenant", tenant)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(rows -> rows.stream().map(row -> row.definition).toList()));
    }

    Uni<Versioned> replace(String tenant, String id, String ifMatch, SourceDraft draft) {
        return change(tenant, id, row -> {
            ETags.requireMatch(ifMatch, row.version);
            Source source = draft.toSource(row.definition.writeKeys());
            if (!source.id().equals(id)) {
                throw Problem.invalid(List.of(new Problem.Violation("/id", "fixed", "An id never changes.")));
            }
            row.change(source);
            return row;
        });
    }

    Uni<Void> archive(String tenant, String id) {
        return change(tenant, id, row -> {
                    row.change(row.definition.withWriteKeys(List.of()));
                    row.archived = true;
                    return row;
                })
                .replaceWithVoid();
    }

    Uni<Source.WriteKey> addKey(String tenant, String id) {
        Source.WriteKey key = newKey();
        return change(tenant, id, row -> {
                    List<Source.WriteKey> keys = row.definition.writeKeys();
                    if (keys.size() >= MAX_KEYS) {
                        throw Problem.of(
                                409, "too-many-keys", "Revoke a key first: a source has at most " + MAX_KEYS + ".");
                    }
                    row.change(row.definition.withWriteKeys(
                            Stream.concat(keys.stream(), Stream.of(key)).toList()));
                    return row;
                })
                .replaceWith(key);
    }

    Uni<Void> revokeKey(String tenant, String id, String keyId) {
        return change(tenant, id, row -> {
                    List<Source.WriteKey> left = row.definition.writeKeys().stream()
                            .filter(key -> !key.id().equals(keyId))
                            .toList();
                    if (left.size() == row.definition.writeKeys().size()) {
                        throw Problem.notFound("write key", keyId);
                    }
                    row.change(row.definition.withWriteKeys(left));
                    return row;
                })
                .replaceWithVoid();
    }

    private Uni<Versioned> change(String tenant, String id, UnaryOperator<SourceRow> change) {
        return sessions.withTransaction((session, _) ->
                        load(session, tenant, id, LockMode.PESSIMISTIC_WRITE).map(change))
                .call(directory::refresh)
                .map(Versioned::of);
    }

    private static Uni<SourceRow> load(Mutiny.Session session, String tenant, String id, LockMode lock) {
        return session.find(SourceRow.class, new SourceRow.Key(tenant, id), lock)
                .map(row -> {
                    if (row == null || row.archived) {
                        throw Problem.notFound("source", id);
                    }
                    return row;
                });
    }

    private static boolean isAlreadyThere(Throwable failure) {
        return failure instanceof PersistenceException;
    }

    private static Source.WriteKey newKey() {
        byte[] random = new byte[20];
        RANDOM.nextBytes(random);
        String hex = HexFormat.of().formatHex(random);
        return new Source.WriteKey(
                hex.substring(32), "wk_" + hex.substring(0, 32), Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
