package dmp.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.HdrHistogram.Histogram;

import dmp.e2e.scenario.Observed;

/** Single events among the load, at a fixed rate: how long they take to make their member while the platform is busy. */
final class LoadedProbes {

    private static final Duration BETWEEN = Duration.ofMillis(250);

    private record Probe(String identifier, long intended, CompletableFuture<Long> seen) {}

    private final Workload workload;
    private final Memberships memberships;
    private final List<Probe> probes = new ArrayList<>();
    private volatile boolean stopped;
    private volatile RuntimeException failure;
    private Thread sender;

    LoadedProbes(Workload workload, Memberships memberships) {
        this.workload = workload;
        this.memberships = memberships;
    }

    void start() {
        sender = Thread.ofPlatform().name("probes").start(this::send);
    }

    private void send() {
        long intended = System.nanoTime();
        try {
            while (!stopped) {
                Observed event = workload.probe();
                probes.add(new Probe(event.identifier(), intended, memberships.awaitMember(event.identifier())));
                workload.sendProbe(event);
                intended += BETWEEN.toNanos();
                long wait = intended - System.nanoTime();
                if (wait > 0) {
                    Thread.sleep(Duration.ofNanos(wait));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    /** @return from the moment at which each should have been sent to its membership, in microseconds */
    Histogram stop() throws InterruptedException {
        stopped = true;
        sender.join();
        if (failure != null) {
            throw new VoidRun("an event among the load was not taken: " + failure);
        }
        Histogram micros = new Histogram(3);
        for (Probe probe : probes) {
            micros.recordValue((Memberships.seenAt(probe.seen(), probe.identifier()) - probe.intended()) / 1_000);
        }
        return micros;
    }
}
