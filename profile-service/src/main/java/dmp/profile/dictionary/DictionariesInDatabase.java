package dmp.profile.dictionary;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * The dictionaries in PostgreSQL. A word that is met without a number is written out, and gets one within a second: nothing waits for a
 * number, only for a word that another instance has numbered.
 */
@ApplicationScoped
class DictionariesInDatabase implements Dictionaries {

    private static final Logger LOG = Logger.getLogger(DictionariesInDatabase.class);

    /** The dictionary's size; locks it until the transaction ends. */
    private static final String LOCK = """
            insert into dictionary (tenant, size) values (:tenant, 0)
            on conflict (tenant) do update set size = dictionary.size
            returning size
            """;

    private final Map<String, Dictionary> tenantToDictionary = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;

    DictionariesInDatabase(Vertx vertx, Mutiny.SessionFactory sessions) {
        this.vertx = vertx;
        this.sessions = sessions;
    }

    @Override
    public Dictionary of(String tenant) {
        return tenantToDictionary.computeIfAbsent(tenant, _ -> new Dictionary());
    }

    @Override
    public Uni<Dictionary> atLeast(String tenant, int size) {
        Dictionary known = of(tenant);
        if (known.size() >= size) {
            return Uni.createFrom().item(known);
        }
        return onContextOfItsOwn(() -> sessions.withSession(session -> load(session, tenant, known)))
                .map(_ -> {
                    if (known.size() < size) {
                        throw new IllegalStateException(
                                "Redis has facts that were written with %d words of %s, and the database knows %d: restore the newer database, or erase Redis"
                                        .formatted(size, tenant, known.size()));
                    }
                    return known;
                });
    }

    /** As sessions demand: an attempt that is repeated comes from no context at all. Goes on where the caller is. */
    private <T> Uni<T> onContextOfItsOwn(Supplier<Uni<T>> work) {
        Context caller = Vertx.currentContext();
        Executor back = caller == null ? Runnable::run : MutinyHelper.executor(caller);
        Context own = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
        VertxContextSafetyToggle.setContextSafe(own, true);
        return Uni.createFrom()
                .<T>emitter(
                        emitter -> own.runOnContext(_ -> work.get().subscribe().with(emitter::complete, emitter::fail)))
                .emitOn(back);
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> growNowAndThen() {
        return grow().onFailure()
                .invoke(failure -> LOG.warnf("Words not numbered, next attempt in a second failure=%s", failure))
                .onFailure()
                .recoverWithNull();
    }

    /** Numbers what is wanted here. */
    Uni<Void> grow() {
        return Multi.createFrom()
                .iterable(tenantToDictionary.entrySet())
                .filter(entry -> entry.getValue().isAnyWanted())
                .onItem()
                .transformToUniAndConcatenate(entry -> grow(entry.getKey(), entry.getValue()))
                .collect()
                .last();
    }

    private Uni<Void> grow(String tenant, Dictionary dictionary) {
        Collection<String> wanted = dictionary.wanted();
        return sessions.withTransaction(session -> session.createNativeQuery(LOCK, Long.class)
                        .setParameter("tenant", tenant)
                        .getSingleResult()
                        .chain(size -> session.createQuery(
                                        "select word from Word where tenant = :tenant and word in :wanted",
                                        String.class)
                                .setParameter("tenant", tenant)
                                .setParameter("wanted", wanted)
                                .getResultList()
                                .chain(numbered -> give(session, tenant, size, without(wanted, numbered)))))
                .chain(() -> sessions.withSession(session -> load(session, tenant, dictionary)))
                .invoke(() -> dictionary.noLongerWanted(wanted));
    }

    private static List<String> without(Collection<String> words, Collection<String> others) {
        Set<String> left = new LinkedHashSet<>(words);
        others.forEach(left::remove);
        return List.copyOf(left);
    }

    private static Uni<Void> give(Mutiny.Session session, String tenant, long size, List<String> words) {
        int room = (int) Math.clamp(Dictionary.MOST - size, 0, words.size());
        if (room < words.size()) {
            LOG.warnf("Dictionary full, words stay without a number tenant=%s words=%d", tenant, words.size() - room);
        }
        List<Word> given = new ArrayList<>(room);
        words.subList(0, room).forEach(word -> given.add(new Word(tenant, size + given.size(), word)));
        return session.persistAll(given.toArray())
                .chain(session::flush)
                .chain(() -> session.createNativeQuery("update dictionary set size = :size where tenant = :tenant")
                        .setParameter("size", size + room)
                        .setParameter("tenant", tenant)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Uni<Void> load(Mutiny.Session session, String tenant, Dictionary dictionary) {
        int from = dictionary.size();
        return session.createQuery(
                        "select word from Word where tenant = :tenant and number >= :from order by number",
                        String.class)
                .setParameter("tenant", tenant)
                .setParameter("from", (long) from)
                .getResultList()
                .invoke(words -> dictionary.add(from, words))
                .replaceWithVoid();
    }
}
