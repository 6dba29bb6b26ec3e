package dmp.segment.dictionary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.segment.running.FreshContext;
import dmp.segment.running.Repeating;

/**
 * Each tenant's dictionary, as the database has it. A word that is met without a number is written out, and gets one within a second:
 * nothing waits for a number, only for a word that another instance has numbered.
 */
@ApplicationScoped
public class Dictionaries {

    private static final Duration EVERY = Duration.ofSeconds(1);

    /** The dictionary's size; locks it until the transaction ends. */
    private static final String LOCK = """
            insert into dictionary (tenant, size) values (:tenant, 0)
            on conflict (tenant) do update set size = dictionary.size
            returning size
            """;

    private final Map<String, Dictionary> tenantToDictionary = new ConcurrentHashMap<>();
    private final Vertx vertx;
    private final Mutiny.SessionFactory sessions;
    private Repeating growing;

    Dictionaries(Vertx vertx, Mutiny.SessionFactory sessions) {
        this.vertx = vertx;
        this.sessions = sessions;
    }

    void start(@Observes StartupEvent event) {
        growing = Repeating.every(vertx, EVERY, "numbering words", this::grow);
    }

    void stop(@Observes ShutdownEvent event) {
        growing.close();
    }

    /** As far as it is known here. */
    public Dictionary of(String tenant) {
        return tenantToDictionary.computeIfAbsent(tenant, _ -> new Dictionary());
    }

    /**
     * With at least so many words; waits when fewer are known here.
     *
     * @throws IllegalStateException when the database has fewer: it is older than what is to be read
     */
    public Uni<Dictionary> atLeast(String tenant, int size) {
        Dictionary known = of(tenant);
        if (known.size() >= size) {
            return Uni.createFrom().item(known);
        }
        return FreshContext.run(vertx, () -> sessions.withSession(session -> load(session, tenant, known)))
                .emitOn(FreshContext.current())
                .map(_ -> {
                    if (known.size() < size) {
                        throw new IllegalStateException(
                                "Redis has states that were written with %d words of %s, and the database knows %d: restore the newer database, or erase Redis"
                                        .formatted(size, tenant, known.size()));
                    }
                    return known;
                });
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
            Log.warnf("the dictionary of %s is full: %d words stay without a number", tenant, words.size() - room);
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
