package dmp.segment.definition;

import java.util.concurrent.CompletableFuture;

/** Knows who came in before an instant and has not left yet, as the grace periods of read-copy-update do. */
final class Readers {

    /** Who came between two calls of {@link #gone}. */
    static final class Cohort {
        private final CompletableFuture<Void> gone = new CompletableFuture<>();
        private int inside;
        private boolean complete;
    }

    private Cohort current = new Cohort();
    private CompletableFuture<Void> earlier = CompletableFuture.completedFuture(null);

    synchronized Cohort enter() {
        current.inside++;
        return current;
    }

    /** @param cohort what {@link #enter} has answered */
    void leave(Cohort cohort) {
        boolean last;
        synchronized (this) {
            cohort.inside--;
            last = cohort.complete && cohort.inside == 0;
        }
        if (last) {
            cohort.gone.complete(null);
        }
    }

    /** Ends when all have left who are inside now. */
    CompletableFuture<Void> gone() {
        Cohort cohort;
        boolean empty;
        CompletableFuture<Void> all;
        synchronized (this) {
            cohort = current;
            cohort.complete = true;
            empty = cohort.inside == 0;
            current = new Cohort();
            earlier = CompletableFuture.allOf(earlier, cohort.gone);
            all = earlier;
        }
        if (empty) {
            cohort.gone.complete(null);
        }
        return all;
    }
}
