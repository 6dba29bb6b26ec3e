package dmp.profile.policy;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.ProfileTopics;
import dmp.profile.definition.DefinitionRow;
import dmp.profile.definition.Outbox;
import dmp.profile.stream.Publisher;

/** The merge policies in PostgreSQL and all their versions. Others are told of a change at once, or a second later when that fails. */
@ApplicationScoped
public class MergePolicies {

    private final Mutiny.SessionFactory sessions;
    private final Outbox outbox;

    MergePolicies(Mutiny.SessionFactory sessions, Outbox outbox) {
        this.sessions = sessions;
        this.outbox = outbox;
    }

    /** Adds the policy; false when the tenant has one of this id, archived or not. */
    Uni<Boolean> add(MergePolicyRow row) {
        return sessions.withTransaction(
                        session -> session.find(MergePolicyRow.class, new DefinitionRow.Key(row.tenant(), row.id()))
                                .chain(present -> present == null
                                        ? session.persistAll(row, new MergePolicyVersion(row))
                                                .replaceWith(true)
                                        : Uni.createFrom().item(false)))
                .invoke(outbox::changed);
    }

    /** Changes the policy while nobody else does; empty when there is none. */
    Uni<Optional<MergePolicyRow>> change(String tenant, String id, Consumer<MergePolicyRow> change) {
        return sessions.withTransaction(session -> session.find(
                                MergePolicyRow.class, new DefinitionRow.Key(tenant, id), LockModeType.PESSIMISTIC_WRITE)
                        .call(row -> {
                            if (row == null) {
                                return Uni.createFrom().voidItem();
                            }
                            long before = row.version();
                            change.accept(row);
                            return row.version() == before
                                    ? Uni.createFrom().voidItem()
                                    : session.persist(new MergePolicyVersion(row));
                        })
                        .map(Optional::ofNullable))
                .invoke(outbox::changed);
    }

    Uni<Optional<MergePolicyRow>> find(String tenant, String id) {
        return sessions.withSession(session -> session.find(MergePolicyRow.class, new DefinitionRow.Key(tenant, id)))
                .map(Optional::ofNullable);
    }

    /** In the order of their ids, those after the given one. */
    Uni<List<MergePolicyRow>> list(String tenant, String after, boolean archived, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from MergePolicyRow where tenant = :tenant and id > :after and archived = :archived order by id",
                        MergePolicyRow.class)
                .setParameter("tenant", tenant)
                .setParameter("after", after)
                .setParameter("archived", archived)
                .setMaxResults(limit)
                .getResultList());
    }

    /** The newest first, those before the given one. */
    Uni<List<MergePolicyVersion>> versions(String tenant, String id, long before, int limit) {
        return sessions.withSession(session -> session.createSelectionQuery(
                        "from MergePolicyVersion where tenant = :tenant and id = :id and version < :before"
                                + " order by version desc",
                        MergePolicyVersion.class)
                .setParameter("tenant", tenant)
                .setParameter("id", id)
                .setParameter("before", before)
                .setMaxResults(limit)
                .getResultList());
    }

    /** The first ones of a tenant that are not archived, by id. */
    public Uni<List<MergePolicy>> inForce(String tenant, int most) {
        return list(tenant, "", false, most)
                .map(rows -> rows.stream().map(MergePolicyRow::policy).toList());
    }

    @ConsumeEvent(Outbox.CHANGED)
    Uni<Void> publishAtOnce(String empty) {
        return publishNowAndThen();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> publishNowAndThen() {
        return outbox.publish(MergePolicyRow.class, row -> {
            MergePolicyDefined message = row.defined();
            return new Publisher.Outgoing(ProfileTopics.MERGE_POLICIES, message.key(), message);
        });
    }

    /** As precise as the database keeps it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
