package dmp.segment.definition;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.backfill.Backfills;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.running.DeadLetters;
import dmp.segment.running.FreshContext;
import dmp.segment.running.MessageJson;
import dmp.segment.running.Patience;

/**
 * The merge policies of all tenants, as profile-service tells them. A changed one is a change of every segment that looks through it:
 * it takes effect with the next revision of the tenant's rules, and these segments are walked again.
 */
@ApplicationScoped
public class MergePolicies {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Backfills backfills;
    private final DeadLetters deadLetters;
    private final DefinitionConfig config;

    MergePolicies(
            Vertx vertx,
            Mutiny.SessionFactory sessions,
            Backfills backfills,
            DeadLetters deadLetters,
            DefinitionConfig config) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.backfills = backfills;
        this.deadLetters = deadLetters;
        this.config = config;
    }

    /** What a tenant can choose from, by id. */
    public record Choice(Map<String, MergePolicy> idToPolicy) {}

    /**
     * The merge policies that a segment of the tenant may choose.
     *
     * @param wanted one that is waited for a moment: just made, it may still be on its way from profile-service; null for none
     */
    public Uni<Choice> choice(String tenant, String wanted) {
        return choice(tenant, wanted, config.traitPatience());
    }

    private Uni<Choice> choice(String tenant, String wanted, Duration patience) {
        return sessions.withSession(session -> of(session, tenant)).chain(known -> {
            Map<String, MergePolicy> idToPolicy =
                    byId(known.stream().filter(policy -> !policy.archived).toList());
            return wanted == null || idToPolicy.containsKey(wanted) || patience.isNegative()
                    ? Uni.createFrom().item(new Choice(idToPolicy))
                    : Uni.createFrom()
                            .voidItem()
                            .onItem()
                            .delayIt()
                            .by(LOOK_AGAIN)
                            .emitOn(FreshContext.current())
                            .chain(() -> choice(tenant, wanted, patience.minus(LOOK_AGAIN)));
        });
    }

    static Uni<List<KnownMergePolicy>> of(Mutiny.Session session, String tenant) {
        return session.createQuery("from KnownMergePolicy where tenant = :tenant", KnownMergePolicy.class)
                .setParameter("tenant", tenant)
                .getResultList();
    }

    /** These, and those that every tenant has. */
    static Map<String, MergePolicy> byId(List<KnownMergePolicy> known) {
        Map<String, MergePolicy> idToPolicy = new HashMap<>();
        MergePolicy.GIVEN.forEach(policy -> idToPolicy.put(policy.id(), policy));
        known.forEach(policy -> idToPolicy.put(policy.id, policy.policy()));
        return idToPolicy;
    }

    @Incoming(ProfileTopics.MERGE_POLICIES)
    Uni<Void> learn(ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        records.forEach(all::add);
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(this::learn)
                .collect()
                .last();
    }

    private Uni<Void> learn(ConsumerRecord<String, byte[]> record) {
        MergePolicyDefined told;
        try {
            told = MessageJson.read(record.value(), MergePolicyDefined.class);
            if (told.tenant() == null || told.id() == null || told.rule() == null) {
                throw new IllegalArgumentException("a merge policy without tenant, id or rule");
            }
        } catch (IOException | IllegalArgumentException e) {
            return deadLetters.keep(record, e);
        }
        return Patience.with("learning a merge policy", () -> FreshContext.run(vertx, () -> store(told)));
    }

    private Uni<Void> store(MergePolicyDefined told) {
        return sessions.withTransaction(
                session -> session.find(KnownMergePolicy.class, new KnownMergePolicy.Key(told.tenant(), told.id()))
                        .chain(found -> {
                            if (found == null) {
                                return session.persist(new KnownMergePolicy(told));
                            }
                            // Until now nobody can have looked through one that was not known.
                            return found.learn(told)
                                    ? RulebookRevision.next(session, told.tenant())
                                            .chain(revision -> walkAgain(session, told, revision))
                                    : Uni.createFrom().voidItem();
                        }));
    }

    private Uni<Void> walkAgain(Mutiny.Session session, MergePolicyDefined told, long revision) {
        return session.createQuery(
                        "select id from Segment where tenant = :tenant and not archived and mergePolicy = :policy order by id",
                        String.class)
                .setParameter("tenant", told.tenant())
                .setParameter("policy", told.id())
                .getResultList()
                .chain(segments -> backfills.begin(session, told.tenant(), segments, revision, Instant.now()));
    }
}
