package dmp.activation.definition;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.api.Problem;
import dmp.activation.api.Versions;

/** One kind of definition in PostgreSQL, within the session of its caller. */
public final class Definitions<R extends DefinitionRow, T> {

    private final String what;
    private final Class<R> rowType;
    private final Supplier<R> newRow;
    private final Class<T> contentType;
    private final ObjectMapper json;
    private final InstantSource clock;

    /** @param what the word for it in problems */
    public Definitions(
            String what,
            Class<R> rowType,
            Supplier<R> newRow,
            Class<T> contentType,
            ObjectMapper json,
            InstantSource clock) {
        this.what = what;
        this.rowType = rowType;
        this.newRow = newRow;
        this.contentType = contentType;
        this.json = json;
        this.clock = clock;
    }

    /** @throws Problem 409 when there is one of that id, archived or not */
    public Uni<Versioned<T>> create(Mutiny.Session session, String tenant, String id, T content) {
        return session.find(rowType, new DefinitionId(tenant, id)).chain(existing -> {
            if (existing != null) {
                throw Problem.exists(what, id);
            }
            R row = newRow.get();
            row.id = new DefinitionId(tenant, id);
            row.version = 1;
            row.document = write(content);
            row.changedAt = clock.instant();
            return session.persist(row).replaceWith(() -> read(row));
        });
    }

    /** @throws Problem 404 as well for another tenant's */
    public Uni<Versioned<T>> get(Mutiny.Session session, String tenant, String id) {
        return row(session, tenant, id).map(this::read);
    }

    /** In the order of ids, one more than {@code limit} where there are more; archived ones are left out. */
    public Uni<List<Versioned<T>>> list(Mutiny.Session session, String tenant, int limit, String after) {
        return session.createQuery(
                        "from " + rowType.getName()
                                + " d where d.id.tenant = :tenant and d.id.id > :after and d.archived = false order by d.id.id",
                        rowType)
                .setParameter("tenant", tenant)
                .setParameter("after", after == null ? "" : after)
                .setMaxResults(limit + 1)
                .getResultList()
                .map(rows -> rows.stream().map(this::read).toList());
    }

    /** @throws Problem 404, 409 when archived, 412, 428 */
    public Uni<Versioned<T>> change(Mutiny.Session session, String tenant, String id, String ifMatch, T content) {
        return lockedRow(session, tenant, id).map(row -> {
            if (row.archived) {
                throw Problem.conflict(what + "-archived", "What is archived does not change any more.");
            }
            Versions.require(ifMatch, row.version);
            row.version++;
            row.document = write(content);
            row.changedAt = clock.instant();
            return read(row);
        });
    }

    /** @throws Problem 404; to archive again changes nothing */
    public Uni<Versioned<T>> archive(Mutiny.Session session, String tenant, String id) {
        return lockedRow(session, tenant, id).map(row -> {
            if (!row.archived) {
                row.archived = true;
                row.version++;
                row.changedAt = clock.instant();
            }
            return read(row);
        });
    }

    private Uni<R> row(Mutiny.Session session, String tenant, String id) {
        return session.find(rowType, new DefinitionId(tenant, id))
                .onItem()
                .ifNull()
                .failWith(() -> Problem.notFound(what, id));
    }

    private Uni<R> lockedRow(Mutiny.Session session, String tenant, String id) {
        return session.find(rowType, new DefinitionId(tenant, id), jakarta.persistence.LockModeType.PESSIMISTIC_WRITE)
                .onItem()
                .ifNull()
                .failWith(() -> Problem.notFound(what, id));
    }

    private Versioned<T> read(R row) {
        try {
            return new Versioned<>(json.readValue(row.document, contentType), row.version, row.archived, row.changedAt);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(T content) {
        try {
            return json.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
