package dmp.segment.definition;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/** Counts the changes of a tenant's segments, and of the merge policies and folders that they look through. */
@Entity
@Table(name = "rulebook")
class RulebookRevision {

    private static final String NEXT = """
            insert into rulebook (tenant, revision) values (:tenant, 1)
            on conflict (tenant) do update set revision = rulebook.revision + 1
            returning revision
            """;

    @Id
    String tenant;

    long revision;

    protected RulebookRevision() {}

    /** Counts a change, and locks the tenant's rules until the transaction ends. */
    static Uni<Long> next(Mutiny.Session session, String tenant) {
        return session.createNativeQuery(NEXT, Long.class)
                .setParameter("tenant", tenant)
                .getSingleResult();
    }
}
