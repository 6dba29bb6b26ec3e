package dmp.profile.trait;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.ingestion.contract.EventCollected;

/** The ledger of backfills: begun together with the change that needs them, so that none is forgotten. */
@ApplicationScoped
public class TraitBackfills {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The oldest that nobody is at, for one who takes it. Where it ends is known of one that has begun: it waits for nobody. */
    private static final String NEXT = """
            select * from trait_backfill b
            where state = 'running' and (lease_until is null or lease_until < :now) and (positions <> '' or %s)
            order by started_at limit 1 for update skip locked
            """.formatted(Instances.ALL_KNOW);

    private static final String OWN =
            " where tenant = :tenant and trait = :trait and version = :version and owner = :owner and state = 'running'";

    private final Mutiny.SessionFactory sessions;
    private final BackfillConfig config;

    TraitBackfills(Mutiny.SessionFactory sessions, BackfillConfig config) {
        this.sessions = sessions;
        this.config = config;
    }

    /**
     * What is to be done.
     *
     * @param version of the trait
     * @param positions where an earlier look has come to; empty before the first
     * @param realises what an event that realises the trait as it is now is worth, in millionths; empty of one that does not
     * @param mayHaveRealised whether it did under an earlier rule that may have been in force
     */
    public record Work(
            String tenant,
            String trait,
            long version,
            Standing standing,
            Function<EventCollected, Optional<Long>> realises,
            Predicate<EventCollected> mayHaveRealised) {}

    /**
     * @param positions {@code partition:next:end}, separated by commas
     * @param readEvents of all tenants, that have been looked at
     * @param ofEvents that were retained when it began
     * @param replayed how many of them concern the trait
     */
    public record Standing(String positions, long readEvents, long ofEvents, long replayed) {}

    /**
     * @param state {@code running}, {@code complete} or {@code cancelled}
     * @param version of the trait
     * @param replayed events that realise the trait, or did under an earlier rule
     * @param estimatedEnd at the pace until now; null when that cannot be told
     */
    public record Progress(
            String state,
            long version,
            long readEvents,
            long ofEvents,
            long replayed,
            Instant startedAt,
            Instant estimatedEnd,
            Instant finishedAt) {
        private static Progress of(BackfillRow row, Instant now) {
            Instant end = null;
            if (row.isRunning() && row.readEvents > 0) {
                double millisEach =
                        (double) Duration.between(row.startedAt, now).toMillis() / row.readEvents;
                end = now.plusMillis(Math.round(millisEach * (row.ofEvents - row.readEvents)));
            }
            return new Progress(
                    row.state,
                    row.version,
                    row.readEvents,
                    row.ofEvents,
                    row.replayed,
                    row.startedAt,
                    end,
                    row.finishedAt);
        }
    }

    public Uni<Optional<Progress>> progress(String tenant, String trait) {
        return sessions.withSession(session -> session.find(BackfillRow.class, new BackfillRow.Key(tenant, trait)))
                .map(row -> Optional.ofNullable(row).map(found -> Progress.of(found, Instant.now())));
    }

    /**
     * Begins anew for a trait's new version, within the transaction of the change.
     *
     * @param before its definition until now; null when it is new
     */
    Uni<Void> begin(Mutiny.Session session, TraitRow trait, String before) {
        return session.find(BackfillRow.class, new BackfillRow.Key(trait.tenant(), trait.id()))
                .chain(found -> {
                    BackfillRow row = found == null ? new BackfillRow(trait.tenant(), trait.id()) : found;
                    row.earlier = earlier(found, before);
                    row.version = trait.version();
                    row.definition = trait.definition();
                    row.begin();
                    return found == null
                            ? session.persist(row)
                            : Uni.createFrom().voidItem();
                });
    }

    /** The trait is archived: nothing more is realised. */
    Uni<Void> cancel(Mutiny.Session session, TraitRow trait) {
        return session.find(BackfillRow.class, new BackfillRow.Key(trait.tenant(), trait.id()))
                .invoke(row -> {
                    if (row != null && row.isRunning()) {
                        row.state = BackfillRow.CANCELLED;
                        row.finishedAt = Instant.now();
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Begins again for this version of a trait, if it is still the last.
     *
     * @param known the definition that was in force where it was not heard of in time; null when the trait was not known
     */
    Uni<Void> beginAgain(TraitRow trait, String known) {
        return sessions.withTransaction(session -> session.find(
                        BackfillRow.class,
                        new BackfillRow.Key(trait.tenant(), trait.id()),
                        LockModeType.PESSIMISTIC_WRITE)
                .invoke(row -> {
                    if (row != null && row.version == trait.version() && !row.state.equals(BackfillRow.CANCELLED)) {
                        row.earlier = with(json(row.earlier), known);
                        row.begin();
                    }
                })
                .replaceWithVoid());
    }

    /** Takes what is to be done, unless others do all there is, or an instance does not know of it. */
    public Uni<Optional<Work>> take(String owner) {
        Instant now = Instant.now();
        return sessions.withTransaction(session -> session.createNativeQuery(NEXT, BackfillRow.class)
                        .setParameter("grace", Instances.seconds(config.grace()))
                        .setParameter("now", now)
                        .getSingleResultOrNull()
                        .invoke(row -> {
                            if (row != null) {
                                row.owner = owner;
                                row.leaseUntil = now.plus(config.lease());
                            }
                        }))
                .map(row -> Optional.ofNullable(row).map(TraitBackfills::work));
    }

    /** Notes how far it has come, and that its owner lives; false when it is not to be done any more. */
    public Uni<Boolean> note(Work work, String owner, Standing standing) {
        return own(
                work,
                owner,
                "update BackfillRow set positions = :positions, readEvents = :read, ofEvents = :of, replayed = :replayed,"
                        + " leaseUntil = :until",
                query -> query.setParameter("positions", standing.positions())
                        .setParameter("read", standing.readEvents())
                        .setParameter("of", standing.ofEvents())
                        .setParameter("replayed", standing.replayed())
                        .setParameter("until", Instant.now().plus(config.lease())));
    }

    /** Notes that all replayed events have been handled. */
    public Uni<Boolean> complete(Work work, String owner) {
        return own(
                work,
                owner,
                "update BackfillRow set state = 'complete', finishedAt = :now",
                query -> query.setParameter("now", Instant.now()));
    }

    private interface Parameters {
        Mutiny.MutationQuery of(Mutiny.MutationQuery query);
    }

    private Uni<Boolean> own(Work work, String owner, String update, Parameters parameters) {
        return sessions.withTransaction(session -> parameters
                .of(session.createMutationQuery(update + OWN))
                .setParameter("tenant", work.tenant())
                .setParameter("trait", work.trait())
                .setParameter("version", work.version())
                .setParameter("owner", owner)
                .executeUpdate()
                .map(updated -> updated > 0));
    }

    /** As long as a backfill has not ended, what it was to undo is still to be undone. */
    private static String earlier(BackfillRow found, String before) {
        boolean isComplete = found == null || found.state.equals(BackfillRow.COMPLETE);
        return with(isComplete ? JSON.createArrayNode() : json(found.earlier), before);
    }

    private static String with(JsonNode definitions, String definition) {
        ArrayNode all = JSON.createArrayNode();
        definitions.forEach(all::add);
        if (definition != null) {
            all.add(definition);
        }
        return all.toString();
    }

    private static Work work(BackfillRow row) {
        List<Predicate<EventCollected>> earlier = new ArrayList<>();
        json(row.earlier).forEach(definition -> {
            Function<EventCollected, Optional<Long>> realises = realising(row.trait, definition.asText());
            earlier.add(event -> realises.apply(event).isPresent());
        });
        return new Work(
                row.tenant,
                row.trait,
                row.version,
                new Standing(row.positions, row.readEvents, row.ofEvents, row.replayed),
                realising(row.trait, row.definition),
                event -> earlier.stream().anyMatch(rule -> rule.test(event)));
    }

    private static Function<EventCollected, Optional<Long>> realising(String trait, String definition) {
        TraitIndex index = new TraitIndex(List.of(TraitJson.read(json(definition), trait)));
        return event -> Optional.ofNullable(index.matching(event).get(trait));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON in the database: " + text, e);
        }
    }
}
