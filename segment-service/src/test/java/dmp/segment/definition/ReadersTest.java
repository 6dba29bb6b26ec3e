package dmp.segment.definition;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ReadersTest {

    private final Readers readers = new Readers();

    @Test
    void nobodyIsWaitedForWhereNobodyIs() {
        assertTrue(readers.gone().isDone());
        readers.leave(readers.enter());
        assertTrue(readers.gone().isDone());
    }

    @Test
    void whoCameBeforeIsWaitedForAndWhoComesLaterIsNot() {
        Readers.Cohort first = readers.enter();
        Readers.Cohort second = readers.enter();
        CompletableFuture<Void> gone = readers.gone();
        readers.enter();

        assertFalse(gone.isDone());
        readers.leave(second);
        assertFalse(gone.isDone());
        readers.leave(first);
        assertTrue(gone.isDone());
    }

    @Test
    void whoCameBeforeAnEarlierCallIsWaitedForToo() {
        Readers.Cohort slow = readers.enter();
        CompletableFuture<Void> first = readers.gone();
        Readers.Cohort quick = readers.enter();
        CompletableFuture<Void> second = readers.gone();
        readers.leave(quick);

        assertFalse(second.isDone());
        readers.leave(slow);
        assertTrue(first.isDone());
        assertTrue(second.isDone());
    }
}
