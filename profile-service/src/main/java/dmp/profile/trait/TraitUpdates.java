package dmp.profile.trait;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.ConsumeEvent;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.profile.definition.Outbox;
import dmp.profile.stream.Publisher;

/**
 * Keeps the traits in force up to date with the database, and the topic of traits too: at once after a change in this process, and
 * each second, so that nothing is lost when a process dies between a commit and what follows from it, and every instance learns of a
 * change that another one made.
 */
@ApplicationScoped
class TraitUpdates {

    private static final Logger LOG = Logger.getLogger(TraitUpdates.class);

    private record Known(long version, Trait trait) {}

    private final TraitTable table;
    private final TraitsInForce traits;
    private final Outbox outbox;
    private final Map<String, Map<String, Known>> tenantToIdToKnown = new HashMap<>();
    private volatile long horizon;

    TraitUpdates(TraitTable table, TraitsInForce traits, Outbox outbox) {
        this.table = table;
        this.traits = traits;
        this.outbox = outbox;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> refreshNowAndThen() {
        return refresh()
                .onFailure()
                .invoke(failure -> LOG.warnf("Traits not read, next attempt in a second failure=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** A trait has been committed: it is in force here at the end, and others hear of it at once. */
    Uni<Void> changed() {
        outbox.changed();
        return refresh();
    }

    /** Takes what has changed in the database into force. */
    Uni<Void> refresh() {
        return table.changedSince(horizon).invoke(this::take).replaceWithVoid();
    }

    private synchronized void take(TraitTable.Changes changes) {
        Set<String> changedTenants = new HashSet<>();
        for (TraitRow row : changes.rows()) {
            Map<String, Known> idToKnown = tenantToIdToKnown.computeIfAbsent(row.tenant(), key -> new HashMap<>());
            Known known = idToKnown.get(row.id());
            if (known == null || known.version() < row.version()) {
                idToKnown.put(row.id(), new Known(row.version(), row.trait()));
                changedTenants.add(row.tenant());
            }
        }
        for (String tenant : changedTenants) {
            traits.replace(
                    tenant,
                    tenantToIdToKnown.get(tenant).values().stream()
                            .collect(Collectors.toMap(Known::trait, Known::version)));
        }
        horizon = changes.horizon();
        traits.loadingIsDone();
    }

    @ConsumeEvent(Outbox.CHANGED)
    Uni<Void> publishAtOnce(String empty) {
        return publishNowAndThen();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> publishNowAndThen() {
        return outbox.publish(TraitRow.class, row -> {
            TraitDefined message = defined(row);
            return new Publisher.Outgoing(ProfileTopics.TRAITS, message.key(), message);
        });
    }

    private static TraitDefined defined(TraitRow row) {
        Trait trait = row.trait();
        return new TraitDefined(
                row.tenant(),
                trait.id(),
                trait.name(),
                row.version(),
                trait.kind(),
                trait.folder(),
                trait.value(),
                trait.archived());
    }
}
