package dmp.profile.dictionary;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.Test;

import dmp.local.testing.PlatformResource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Two instances number words in one database. */
@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class DictionariesInDatabaseTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    Vertx vertx;

    @Inject
    Mutiny.SessionFactory sessions;

    private final String tenant = "tenant-" + UUID.randomUUID();

    @Test
    void oneNumberIsGivenToAWordThatBothMeetAtOnce() {
        DictionariesInDatabase one = new DictionariesInDatabase(vertx, sessions);
        DictionariesInDatabase other = new DictionariesInDatabase(vertx, sessions);
        Set<String> words = new TreeSet<>();
        IntStream.range(0, 300).forEach(i -> {
            want(one, "word" + i, words);
            want(other, "word" + (i + 100), words);
        });

        CompletableFuture<Void> first = CompletableFuture.runAsync(() -> grow(one));
        grow(other);
        first.join();

        Dictionary ofOne = one.atLeast(tenant, 400).await().atMost(SOON);
        Dictionary ofOther = other.atLeast(tenant, 400).await().atMost(SOON);
        assertEquals(400, ofOne.size());
        assertEquals(400, ofOther.size());
        words.forEach(word -> assertEquals(ofOne.number(word), ofOther.number(word)));
        assertEquals(
                words,
                new TreeSet<>(IntStream.range(0, 400).mapToObj(ofOne::word).toList()));
        assertEquals(List.of(), List.copyOf(ofOne.wanted()));
    }

    @Test
    void aDatabaseThatKnowsFewerWordsThanRedisIsSaidToBe() {
        DictionariesInDatabase dictionaries = new DictionariesInDatabase(vertx, sessions);

        Uni<Dictionary> asked = dictionaries.atLeast(tenant, 1);

        String message = assertThrows(
                        IllegalStateException.class, () -> asked.await().atMost(SOON))
                .getMessage();
        assertEquals(
                "Redis has facts that were written with 1 words of %s, and the database knows 0: restore the newer database, or erase Redis"
                        .formatted(tenant),
                message);
    }

    private static void grow(DictionariesInDatabase dictionaries) {
        try {
            VertxContextSupport.subscribeAndAwait(dictionaries::grow);
        } catch (Throwable failure) {
            throw new AssertionError(failure);
        }
    }

    private void want(DictionariesInDatabase dictionaries, String word, Set<String> words) {
        dictionaries.of(tenant).want(word);
        words.add(word);
    }
}
