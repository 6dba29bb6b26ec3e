package dmp.segment.definition;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.profile.contract.TraitDefined;
import dmp.segment.backfill.Backfills;
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Folder;
import dmp.segment.running.DeadLetters;
import dmp.segment.running.FreshContext;
import dmp.segment.running.MessageJson;
import dmp.segment.running.Patience;

/**
 * In which folder each tenant's traits are filed, in the database: which traits a rule means that asks for any in a folder has to
 * be the same for all instances that know one revision of the rules. A trait that is new in such a folder, or moved into or out of it, is a
 * change of the segments that name it: these are walked again.
 */
@ApplicationScoped
class Taxonomies {

    /** In the canonical text of every rule that names a folder. */
    private static final String NAMES_A_FOLDER = "%any trait under \"%";

    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private final Backfills backfills;
    private final DeadLetters deadLetters;

    Taxonomies(Vertx vertx, Mutiny.SessionFactory sessions, Backfills backfills, DeadLetters deadLetters) {
        this.vertx = vertx;
        this.sessions = sessions;
        this.backfills = backfills;
        this.deadLetters = deadLetters;
    }

    static Uni<Taxonomy> of(Mutiny.Session session, String tenant) {
        return session.createQuery("from KnownTrait where tenant = :tenant", KnownTrait.class)
                .setParameter("tenant", tenant)
                .getResultList()
                .map(known -> {
                    Map<String, String> traitToFolder = HashMap.newHashMap(known.size());
                    known.forEach(trait -> traitToFolder.put(trait.id, trait.folder));
                    return new Taxonomy(traitToFolder);
                });
    }

    @Incoming("filed-traits")
    Uni<Void> learn(ConsumerRecords<String, byte[]> records) {
        Map<String, List<TraitDefined>> tenantToTold = new LinkedHashMap<>();
        List<Uni<Void>> work = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                TraitDefined told = MessageJson.read(record.value(), TraitDefined.class);
                if (told.tenant() == null || told.id() == null) {
                    throw new IllegalArgumentException("a trait without tenant or id");
                }
                tenantToTold
                        .computeIfAbsent(told.tenant(), _ -> new ArrayList<>())
                        .add(told);
            } catch (IOException | IllegalArgumentException e) {
                work.add(deadLetters.keep(record, e));
            }
        }
        tenantToTold.forEach((tenant, told) -> work.add(Patience.with(
                "learning where traits are filed", () -> FreshContext.run(vertx, () -> store(tenant, told)))));
        return Multi.createFrom()
                .iterable(work)
                .onItem()
                .transformToUniAndConcatenate(each -> each)
                .collect()
                .last();
    }

    private Uni<Void> store(String tenant, List<TraitDefined> told) {
        return sessions.withTransaction(session -> session.createQuery(
                        "from KnownTrait where tenant = :tenant and id in :ids", KnownTrait.class)
                .setParameter("tenant", tenant)
                .setParameter("ids", told.stream().map(TraitDefined::id).toList())
                .getResultList()
                .chain(found -> {
                    Map<String, KnownTrait> idToKnown = new HashMap<>();
                    found.forEach(known -> idToKnown.put(known.id, known));
                    Set<String> changed = new HashSet<>();
                    told.forEach(trait -> learn(
                            idToKnown.computeIfAbsent(trait.id(), id -> new KnownTrait(tenant, id)), trait, changed));
                    return session.persistAll(idToKnown.values().toArray())
                            .chain(() -> changed.isEmpty()
                                    ? Uni.createFrom().voidItem()
                                    : walkAgain(session, tenant, changed));
                }));
    }

    /** @param changed gets the folders that have one trait more or less */
    private static void learn(KnownTrait known, TraitDefined told, Set<String> changed) {
        String folder = told.folder() == null ? Folder.ROOT : told.folder();
        if (told.version() > known.version) {
            if (!folder.equals(known.folder)) {
                changed.add(folder);
                if (known.folder != null) {
                    changed.add(known.folder);
                }
            }
            known.version = told.version();
            known.folder = folder;
        }
    }

    private Uni<Void> walkAgain(Mutiny.Session session, String tenant, Collection<String> changed) {
        return session.createQuery(
                        "from Segment where tenant = :tenant and not archived and rule like :text order by id",
                        Segment.class)
                .setParameter("tenant", tenant)
                .setParameter("text", NAMES_A_FOLDER)
                .getResultList()
                .map(segments -> segments.stream()
                        .filter(segment -> Dependencies.of(segment.ruleTree()).folders().stream()
                                .anyMatch(folder -> changed.stream().anyMatch(filed -> Folder.contains(folder, filed))))
                        .map(segment -> segment.id)
                        .toList())
                .chain(segments -> segments.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : RulebookRevision.next(session, tenant)
                                .chain(revision ->
                                        backfills.begin(session, tenant, segments, revision, Instant.now())));
    }
}
