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
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.profile.definition.Outbox;
import dmp.profile.stream.Publisher;

/**
 * Keeps the traits in force up to date with the database, and the topic of traits too: at once after a change in this process, and
 * each second, so that nothing is lost when a process dies between a commit and what follows from it, and every instance learns of a
 * change that another one made. Tells backfills what is in force here, since they wait for that.
 */
@ApplicationScoped
class TraitUpdates {

    private static final Logger LOG = Logger.getLogger(TraitUpdates.class);

    private record Known(long version, Trait trait) {}

    private final TraitTable table;
    private final TraitsInForce traits;
    private final Outbox outbox;
    private final Instances instances;
    private final TraitBackfills backfills;
    private final Map<String, Map<String, Known>> tenantToIdToKnown = new HashMap<>();
    private volatile long horizon;

    /** No event has been handled here, and missed by a backfill, without knowing what was changed before. */
    private volatile long waitedForUntil;

    /** A backfill may have looked while an event was handled here without knowing its trait, and nobody has made up for it yet. */
    private volatile boolean wasMissed;

    TraitUpdates(TraitTable table, TraitsInForce traits, Outbox outbox, Instances instances, TraitBackfills backfills) {
        this.table = table;
        this.traits = traits;
        this.outbox = outbox;
        this.instances = instances;
        this.backfills = backfills;
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
        return tell().chain(() -> wasMissed ? catchUp() : table.changedSince(horizon))
                .invoke(this::take)
                .chain(changes -> changes.rows().isEmpty() ? Uni.createFrom().voidItem() : tell());
    }

    /** Before traits are read, too: a change from now on is not looked back at without this instance. */
    private Uni<Void> tell() {
        long known = horizon;
        return instances
                .tell(known)
                .invoke(wasWaitedFor -> {
                    if (wasWaitedFor && !wasMissed) {
                        waitedForUntil = known;
                    } else if (known > 0) {
                        wasMissed = true;
                    }
                })
                .replaceWithVoid();
    }

    /** Events were handled without what changed meanwhile, and perhaps after its backfill had looked: it is to look again. */
    private Uni<TraitTable.Changes> catchUp() {
        return table.changedSince(waitedForUntil)
                .call(changes -> Multi.createFrom()
                        .iterable(changes.rows())
                        .onItem()
                        .transformToUniAndConcatenate(row -> backfills.beginAgain(row, known(row)))
                        .collect()
                        .last())
                .invoke(() -> wasMissed = false);
    }

    /** The definition of the trait as it is in force here; null when there is none. */
    private synchronized String known(TraitRow row) {
        Known known = tenantToIdToKnown.getOrDefault(row.tenant(), Map.of()).get(row.id());
        return known == null ? null : TraitJson.write(known.trait()).toString();
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
        if (horizon == 0) {
            waitedForUntil = changes.horizon();
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
