package dmp.profile.definition;

import java.util.List;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.eventbus.EventBus;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

import dmp.profile.stream.Publisher;

/**
 * Tells others of definitions. The table is the outbox: a version that has not been published is, sooner or later, by whichever
 * instance sees it, so that nothing is lost when a process dies after a commit.
 */
@ApplicationScoped
public class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /** Where one hears within this process that a definition has changed; the message is empty. */
    public static final String CHANGED = "definition-changed";

    private static final int AT_ONCE = 500;

    private final Mutiny.SessionFactory sessions;
    private final Publisher publisher;
    private final EventBus bus;

    Outbox(Mutiny.SessionFactory sessions, Publisher publisher, EventBus bus) {
        this.sessions = sessions;
        this.publisher = publisher;
        this.bus = bus;
    }

    /** A definition has been committed: others hear of it at once, though nobody waits for that. */
    public void changed() {
        bus.publish(CHANGED, "");
    }

    /** Publishes what has not been published, of all tenants. Does not fail: what could not be told is told at the next call. */
    public <R extends DefinitionRow> Uni<Void> publish(Class<R> kind, Function<R, Publisher.Outgoing> message) {
        return sessions.withSession(session -> session.createSelectionQuery(
                                "from " + kind.getSimpleName()
                                        + " where publishedVersion <> version order by tenant, id",
                                kind)
                        .setMaxResults(AT_ONCE)
                        .getResultList())
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : publisher.publish(rows.stream().map(message).toList()).chain(() -> published(kind, rows)))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "Definitions not published, next attempt in a second kind=%s failure=%s",
                        kind.getSimpleName(), failure))
                .onFailure()
                .recoverWithNull();
    }

    /**
     * Notes what was published. When a definition has changed meanwhile, the version published may have overtaken a later one
     * on its way to the topic, so the present one is to be published again.
     */
    private <R extends DefinitionRow> Uni<Void> published(Class<R> kind, List<R> rows) {
        return sessions.withTransaction(session -> {
            Uni<Integer> all = Uni.createFrom().item(0);
            for (R row : rows) {
                all = all.chain(() -> session.createMutationQuery("update " + kind.getSimpleName()
                                + " set publishedVersion = case when version = :version then version else 0 end"
                                + " where tenant = :tenant and id = :id")
                        .setParameter("version", row.version())
                        .setParameter("tenant", row.tenant())
                        .setParameter("id", row.id())
                        .executeUpdate());
            }
            return all.replaceWithVoid();
        });
    }
}
