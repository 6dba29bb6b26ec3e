package dmp.profile.trait;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.profile.definition.DefinitionRow;

/** The traits in PostgreSQL. */
@ApplicationScoped
class TraitTable {

    private static final String HORIZON =
            "select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint)";

    private final Mutiny.SessionFactory sessions;
    private final TraitBackfills backfills;

    TraitTable(Mutiny.SessionFactory sessions, TraitBackfills backfills) {
        this.sessions = sessions;
        this.backfills = backfills;
    }

    /** Adds the trait; false when the tenant has one of this id, archived or not. */
    Uni<Boolean> add(TraitRow row) {
        return sessions.withTransaction(
                session -> session.find(TraitRow.class, new DefinitionRow.Key(row.tenant(), row.id()))
                        .chain(present -> present == null
                                ? session.persist(row)
                                        .chain(() -> backfills.begin(session, row, null))
                                        .replaceWith(true)
                                : Uni.createFrom().item(false)));
    }

    Uni<Optional<TraitRow>> find(String tenant, String id) {
        return sessions.withSession(session -> session.find(TraitRow.class, new DefinitionRow.Key(tenant, id)))
                .map(Optional::ofNullable);
    }

    /** Changes the trait while nobody else does; empty when there is none. */
    Uni<Optional<TraitRow>> change(String tenant, String id, Consumer<TraitRow> change) {
        return sessions.withTransaction(session -> session.find(
                        TraitRow.class, new DefinitionRow.Key(tenant, id), LockModeType.PESSIMISTIC_WRITE)
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : change(session, row, change).replaceWith(Optional.of(row))));
    }

    /** What was realised under the rule until now, or was worth something else, is looked at again. */
    private Uni<Void> change(Mutiny.Session session, TraitRow row, Consumer<TraitRow> change) {
        String definition = row.definition();
        Trait before = row.trait();
        change.accept(row);
        if (row.isArchived()) {
            return backfills.cancel(session, row);
        }
        Trait after = row.trait();
        boolean isTheSame = after.origin().equals(before.origin()) && Objects.equals(after.value(), before.value());
        return isTheSame && !before.archived()
                ? Uni.createFrom().voidItem()
                : backfills.begin(session, row, definition);
    }

    /** The tenant's traits that are not archived, by id, after the given one. */
    Uni<List<TraitRow>> list(String tenant, String after, boolean archived, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from TraitRow where tenant = :tenant and id > :after and archived = :archived order by id",
                        TraitRow.class)
                .setParameter("tenant", tenant)
                .setParameter("after", after)
                .setParameter("archived", archived)
                .setMaxResults(limit)
                .getResultList());
    }

    /**
     * What has changed.
     *
     * @param rows of all tenants
     * @param horizon the first transaction that may not have ended yet
     */
    record Changes(List<TraitRow> rows, long horizon) {}

    /** What was written by transactions that had not ended at the horizon; 0 for all there is. */
    Uni<Changes> changedSince(long horizon) {
        // The horizon first: what ends in between is seen now and once more the next time.
        return sessions.withSession(session -> session.createNativeQuery(HORIZON, Long.class)
                .getSingleResult()
                .chain(next -> session.createSelectionQuery("from TraitRow where changedIn >= :horizon", TraitRow.class)
                        .setParameter("horizon", horizon)
                        .getResultList()
                        .map(rows -> new Changes(rows, next))));
    }
}
