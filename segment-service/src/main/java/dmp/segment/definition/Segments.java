package dmp.segment.definition;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.segment.api.Refusal;
import dmp.segment.backfill.Backfills;
import dmp.segment.rule.Dependencies;
import dmp.segment.rule.Rule;
import dmp.segment.trait.TraitCatalog;

/** All segments and their history. Changes of one tenant come one after the other. */
@ApplicationScoped
class Segments {

    private final Mutiny.SessionFactory sessions;
    private final TraitCatalog traits;
    private final TraitOrders orders;
    private final Backfills backfills;
    private final DefinitionConfig config;

    Segments(
            Mutiny.SessionFactory sessions,
            TraitCatalog traits,
            TraitOrders orders,
            Backfills backfills,
            DefinitionConfig config) {
        this.sessions = sessions;
        this.traits = traits;
        this.orders = orders;
        this.backfills = backfills;
        this.config = config;
    }

    /** @throws Refusal 409 when there is one with this id, 400 when the rule is refused */
    Uni<Segment> create(String tenant, SegmentDraft draft, String user) {
        return traitsOf(tenant, draft.rule())
                .chain(() -> sessions.withTransaction(session -> RulebookRevision.next(session, tenant)
                        .chain(revision -> session.find(Segment.class, new Segment.Key(tenant, draft.id()))
                                .invoke(existing -> {
                                    if (existing != null) {
                                        throw Refusal.conflict(
                                                "segment-exists",
                                                "There is a segment \"" + draft.id() + "\" already"
                                                        + (existing.archived ? ", an archived one." : "."));
                                    }
                                })
                                .chain(() -> rule(session, tenant, draft))
                                .chain(rule -> {
                                    Instant now = now();
                                    Segment segment = new Segment(tenant, draft.id(), now);
                                    segment.define(draft.name(), rule, draft.mergePolicy(), now, user);
                                    return session.persist(segment)
                                            .chain(() -> recorded(session, segment, revision, true));
                                }))));
    }

    /**
     * @param expected the version that the change was made from
     * @throws Refusal 404, 412 when another version is current, 409 when it is archived, 400 when the rule is refused
     */
    Uni<Segment> change(String tenant, String id, IfMatch expected, SegmentDraft draft, String user) {
        return traitsOf(tenant, draft.rule())
                .chain(() -> sessions.withTransaction(session -> RulebookRevision.next(session, tenant)
                        .chain(revision -> current(session, tenant, id, expected)
                                .chain(segment -> rule(session, tenant, draft).chain(rule -> {
                                    segment.define(draft.name(), rule, draft.mergePolicy(), now(), user);
                                    return recorded(session, segment, revision, segment.ruleVersion == segment.version);
                                })))));
    }

    /** @throws Refusal 404, 412, 409 when another segment refers to it */
    Uni<Segment> archive(String tenant, String id, IfMatch expected, String user) {
        return sessions.withTransaction(session -> RulebookRevision.next(session, tenant)
                .chain(revision -> current(session, tenant, id, expected)
                        .chain(segment -> Rulebooks.active(session, tenant).chain(active -> {
                            List<String> referring = active.stream()
                                    .filter(other -> Dependencies.of(other.ruleTree())
                                            .segments()
                                            .contains(id))
                                    .map(other -> other.id)
                                    .toList();
                            if (!referring.isEmpty()) {
                                throw Refusal.conflict(
                                        "segment-in-use",
                                        "These segments refer to it, change them first: "
                                                + String.join(", ", referring));
                            }
                            segment.archive(now(), user);
                            return recorded(session, segment, revision, true);
                        }))));
    }

    /** @throws Refusal 404 */
    Uni<Segment> find(String tenant, String id) {
        return sessions.withSession(session -> existing(session, tenant, id));
    }

    /** In the order of their ids, one more than the limit when there are more. */
    Uni<List<Segment>> list(String tenant, boolean archived, String after, int limit) {
        return sessions.withSession(session -> session.createQuery(
                        "from Segment where tenant = :tenant and archived = :archived and id > :after order by id",
                        Segment.class)
                .setParameter("tenant", tenant)
                .setParameter("archived", archived)
                .setParameter("after", after)
                .setMaxResults(limit + 1)
                .getResultList());
    }

    /** The newest first, those before the given version, one more than the limit when there are more. */
    Uni<List<SegmentVersion>> versions(String tenant, String id, long before, int limit) {
        return sessions.withSession(session -> existing(session, tenant, id).chain(() -> session.createQuery(
                        "from SegmentVersion where tenant = :tenant and id = :id and version < :before order by version desc",
                        SegmentVersion.class)
                .setParameter("tenant", tenant)
                .setParameter("id", id)
                .setParameter("before", before)
                .setMaxResults(limit + 1)
                .getResultList()));
    }

    /** Everything that a rule of this tenant may name; {@code self} is the segment whose rule it is, or null. */
    Uni<KnownWords> words(String tenant, WrittenRule rule, String self) {
        return traitsOf(tenant, rule)
                .chain(() -> sessions.withSession(session -> Rulebooks.active(session, tenant)))
                .map(active -> KnownWords.of(traits.of(tenant), active, self));
    }

    private Uni<Void> traitsOf(String tenant, WrittenRule rule) {
        Dependencies words = rule.words();
        Set<String> defined = new HashSet<>(words.traits());
        defined.removeAll(words.events().keySet());
        return traits.await(tenant, defined, words.folders(), config.traitPatience());
    }

    private Uni<Rule> rule(Mutiny.Session session, String tenant, SegmentDraft draft) {
        return Rulebooks.active(session, tenant).map(active -> {
            try {
                return draft.rule().read(KnownWords.of(traits.of(tenant), active, draft.id()));
            } catch (WrittenRule.Refused refused) {
                throw Refusal.invalid(refused.errors());
            }
        });
    }

    private Uni<Segment> recorded(Mutiny.Session session, Segment segment, long revision, boolean evaluate) {
        return orders.place(session, segment)
                .chain(() -> session.persist(SegmentVersion.of(segment)))
                .chain(() -> session.flush())
                .chain(() -> evaluate
                        ? backfills.begin(session, segment.tenant, segment.id, revision, segment.changedAt)
                        : Uni.createFrom().voidItem())
                .replaceWith(segment);
    }

    private static Uni<Segment> existing(Mutiny.Session session, String tenant, String id) {
        return session.find(Segment.class, new Segment.Key(tenant, id)).invoke(segment -> {
            if (segment == null) {
                throw Refusal.notFound("segment-unknown", "There is no segment \"" + id + "\".");
            }
        });
    }

    private static Uni<Segment> current(Mutiny.Session session, String tenant, String id, IfMatch expected) {
        return existing(session, tenant, id).invoke(segment -> {
            expected.require(segment.version);
            if (segment.archived) {
                throw Refusal.conflict("segment-archived", "The segment \"" + id + "\" has been archived.");
            }
        });
    }

    /** As precise as the database keeps it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
