package dmp.networks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** What all simulated networks have in common: audiences, books, faults and callbacks around their own protocol. */
abstract class Network {

    private record ActiveFaults(Faults faults, Instant until) {}

    private final InstantSource clock;
    private final int maxConcurrentCallers;
    private final Audiences audiences = new Audiences();
    private final Ledger ledger = new Ledger();
    private final Callbacks callbacks;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile ActiveFaults active = new ActiveFaults(Faults.NONE, null);

    Network(HttpClient http, InstantSource clock, int maxConcurrentCallers) {
        this.clock = clock;
        this.maxConcurrentCallers = maxConcurrentCallers;
        this.callbacks = new Callbacks(http, clock);
    }

    /**
     * Carries out a request in the network's own format.
     *
     * @param path what follows the network's own part of the path
     */
    abstract Reply receive(Exchange exchange, String path, Faults faults) throws IOException;

    /** The changes that a request asks for, as far as it can be read. */
    abstract List<Change> asked(Exchange exchange) throws IOException;

    /** Serves one request of the network's protocol, misbehaving as it was told to. */
    final void serve(Exchange exchange, String path) throws IOException, InterruptedException {
        try {
            boolean tooMany = callers.incrementAndGet() > maxConcurrentCallers;
            Faults faults = faults();
            Thread.sleep(faults.latencyMs());
            if (faults.down()) {
                drop(exchange, asked(exchange));
            } else if (tooMany) {
                answer(exchange, Reply.error(429, "too many concurrent callers").retryAfter(1));
            } else if (faults.refusesRequest()) {
                Reply refusal = Reply.error(faults.status(), "as told");
                answer(
                        exchange,
                        faults.retryAfterSeconds() == null ? refusal : refusal.retryAfter(faults.retryAfterSeconds()));
            } else {
                Reply reply = receive(exchange, path, faults);
                if (!reply.acknowledged().isEmpty() && faults.losesAcknowledgement()) {
                    drop(exchange, reply.acknowledged());
                } else {
                    answer(exchange, reply);
                }
            }
        } finally {
            callers.decrementAndGet();
        }
    }

    private void answer(Exchange exchange, Reply reply) throws IOException {
        ledger.answered(Integer.toString(reply.status()));
        exchange.answer(reply);
        ledger.acknowledged(reply.acknowledged());
    }

    private void drop(Exchange exchange, List<Change> asked) {
        ledger.answered(Ledger.NO_ANSWER);
        ledger.doubted(asked);
        exchange.drop();
    }

    /** Makes a valid change, or books that it was refused. */
    final void apply(Change change, Instant until, boolean accepted) {
        Instant now = clock.instant();
        ledger.arrived(change, audiences.holds(change.place(), now), accepted, now);
        if (!accepted) {
            return;
        }
        switch (change.operation()) {
            case ADD -> audiences.add(change.place(), now, until);
            case REMOVE -> audiences.remove(change.place());
        }
    }

    final Faults faults() {
        ActiveFaults current = active;
        boolean over = current.until() != null && !clock.instant().isBefore(current.until());
        return over ? Faults.NONE : current.faults();
    }

    final void misbehave(Faults faults) {
        Instant until = faults.forSeconds() == null ? null : clock.instant().plusSeconds(faults.forSeconds());
        active = new ActiveFaults(faults, until);
    }

    /** Forgets members, books, faults and keys: as if it had just been set up. */
    void forget() {
        misbehave(Faults.NONE);
        audiences.clear();
        ledger.clear();
        callbacks.clear();
    }

    final Instant now() {
        return clock.instant();
    }

    final Audiences audiences() {
        return audiences;
    }

    final Ledger ledger() {
        return ledger;
    }

    final Callbacks callbacks() {
        return callbacks;
    }
}
