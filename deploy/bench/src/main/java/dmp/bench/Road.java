package dmp.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.HdrHistogram.Histogram;

import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Platform;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.Observed;

/**
 * The whole road, from an event to the ad network. First idle, one event after the other: how long until it has made a
 * member, and until the network holds it. Then under load: how much goes through in a second, and who is in the way.
 */
final class Road {

    // Real visitors do not wait for each other: slow enough that one event is over before the next.
    private static final Duration BETWEEN_IDLE_EVENTS = Duration.ofMillis(250);

    // Classes are loaded and code is compiled before anything counts; by five JVMs on few processors that takes a
    // while.
    private static final int WARM_UP_EVENTS = 40;
    private static final int WARM_UP_RATE = 300;
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final int FIRST_RATE = 500;
    private static final int LAST_RATE = 64_000;
    private static final Duration RAMP_STEP = Duration.ofSeconds(6);

    // The road keeps up when an event sent right after a step has made its member within this time.
    private static final Duration KEEPS_UP = Duration.ofSeconds(1);

    /** @param rate events per second; 0 finds a rate that the platform keeps up with */
    record Plan(int rate, int seconds, int idleEvents) {}

    private final Plan plan;
    private final Workload workload;
    private final Processes processes;
    private final Progress progress;
    private final Memberships memberships;

    Road(Platform platform, Plan plan) throws IOException {
        this.plan = plan;
        this.workload = new Workload(platform);
        this.processes = new Processes(platform);
        this.progress = new Progress(platform.kafka());
        this.memberships = new Memberships(
                platform.kafka(), progress.partitions(Progress.MEMBERSHIPS), Workload.TENANT, workload.segment());
    }

    void run() throws IOException, InterruptedException {
        workload.prepare(WARM_UP_EVENTS + plan.idleEvents());
        System.out.println("warming up");
        idle(WARM_UP_EVENTS);
        idlePhase();
        System.out.println("warming up for load");
        OpenLoop.run(WARM_UP_RATE / (double) Workload.BATCH, WARM_UP, workload::send);
        awaitCaughtUp();
        int rate = plan.rate() > 0 ? plan.rate() : ramp();
        loadPhase(rate);
        workload.verify();
        memberships.close();
        progress.close();
    }

    private record Idle(Histogram membership, Histogram acknowledged) {}

    private void idlePhase() throws InterruptedException {
        System.out.println(
                "idle: %d events, one every %d ms".formatted(plan.idleEvents(), BETWEEN_IDLE_EVENTS.toMillis()));
        Idle idle = idle(plan.idleEvents());
        figure("membership_p50_ms", idle.membership().getValueAtPercentile(50) / 1e3, "ms");
        figure("membership_p95_ms", idle.membership().getValueAtPercentile(95) / 1e3, "ms");
        figure("acknowledged_p50_ms", idle.acknowledged().getValueAtPercentile(50) / 1e3, "ms");
        figure("acknowledged_p95_ms", idle.acknowledged().getValueAtPercentile(95) / 1e3, "ms");
    }

    private Idle idle(int events) throws InterruptedException {
        List<Observed> sent = new ArrayList<>();
        List<Instant> sentAt = new ArrayList<>();
        Histogram membership = new Histogram(3);
        for (int i = 0; i < events; i++) {
            long begin = System.nanoTime();
            Observed event = workload.probe();
            sent.add(event);
            sentAt.add(Instant.now());
            membership.recordValue(membershipMicros(event));
            long rest = BETWEEN_IDLE_EVENTS.toNanos() - (System.nanoTime() - begin);
            if (rest > 0) {
                Thread.sleep(Duration.ofNanos(rest));
            }
        }
        Histogram acknowledged = new Histogram(3);
        AdNetwork network = workload.network();
        for (int i = 0; i < events; i++) {
            String identifier = sent.get(i).identifier();
            Instant held = Waiting.until(
                            identifier + " is held by the network",
                            () -> network.heldSince(workload.segment(), identifier),
                            Optional::isPresent)
                    .orElseThrow();
            acknowledged.recordValue(
                    Math.max(0, Duration.between(sentAt.get(i), held).toNanos() / 1_000));
        }
        return new Idle(membership, acknowledged);
    }

    /** From before the event is sent until its member is seen on the topic. */
    private long membershipMicros(Observed event) throws InterruptedException {
        CompletableFuture<Long> seen = memberships.awaitMember(event.identifier());
        long begin = System.nanoTime();
        workload.sendProbe(event);
        return (Memberships.seenAt(seen, event.identifier()) - begin) / 1_000;
    }

    /** The highest rate that the whole road keeps up with: doubled until it does not, then once the middle. */
    private int ramp() throws InterruptedException {
        int keptUp = 0;
        int rate = FIRST_RATE;
        while (rate <= LAST_RATE && keepsUpWith(rate)) {
            keptUp = rate;
            rate *= 2;
        }
        int middle = (keptUp + rate) / 2;
        return keptUp > 0 && keepsUpWith(middle) ? middle : Math.max(keptUp, FIRST_RATE / 2);
    }

    private boolean keepsUpWith(int rate) throws InterruptedException {
        OpenLoop.Outcome outcome = OpenLoop.run(rate / (double) Workload.BATCH, RAMP_STEP, workload::send);
        long behind = awaitCaughtUp();
        boolean keepsUp = behind < KEEPS_UP.toMillis()
                && outcome.latencies().getValueAtPercentile(99) < KEEPS_UP.toNanos() / 1_000;
        System.out.println("ramp: %d events/s, answered p99 %.1f ms, behind by %d ms: %s"
                .formatted(
                        rate,
                        outcome.latencies().getValueAtPercentile(99) / 1e3,
                        behind,
                        keepsUp ? "keeps up" : "does not keep up"));
        return keepsUp;
    }

    /** How long an event sent now takes to make its member, in milliseconds; all that was sent before is through then. */
    private long awaitCaughtUp() throws InterruptedException {
        Observed event = workload.probe();
        CompletableFuture<Long> seen = memberships.awaitMember(event.identifier());
        long begin = System.nanoTime();
        workload.sendProbe(event);
        Waiting.until("the platform catches up", Duration.ofMinutes(5), seen::isDone, done -> done);
        return (seen.join() - begin) / 1_000_000;
    }

    private record Snapshot(
            Instant at,
            long events,
            long facts,
            long announcements,
            long views,
            long memberships,
            Map<String, Double> cpuSeconds) {}

    private Snapshot snapshot() throws IOException {
        return new Snapshot(
                Instant.now(),
                progress.written(Progress.EVENTS),
                progress.confirmed(Progress.FACTS_GROUP, Progress.EVENTS),
                progress.written(Progress.ANNOUNCEMENTS),
                progress.written(Progress.PROFILES),
                progress.written(Progress.MEMBERSHIPS),
                processes.cpuSeconds());
    }

    private void loadPhase(int rate) throws IOException, InterruptedException {
        System.out.println("load: %d events/s for %d s, in requests of %d, open loop, %d visitors"
                .formatted(rate, plan.seconds(), Workload.BATCH, Workload.VISITORS));
        LoadedProbes probes = new LoadedProbes(workload, memberships);
        Snapshot before = snapshot();
        probes.start();
        OpenLoop.Outcome outcome =
                OpenLoop.run(rate / (double) Workload.BATCH, Duration.ofSeconds(plan.seconds()), workload::send);
        Snapshot after = snapshot();
        Histogram loaded = probes.stop();
        long behind = awaitCaughtUp();

        double seconds = Duration.between(before.at(), after.at()).toNanos() / 1e9;
        double events = after.events() - before.events();
        figure("events_per_s", events / seconds, "1/s");
        figure("facts_per_s", (after.facts() - before.facts()) / seconds, "1/s");
        figure("announcements_per_s", (after.announcements() - before.announcements()) / seconds, "1/s");
        figure("views_per_s", (after.views() - before.views()) / seconds, "1/s");
        figure("memberships_per_s", (after.memberships() - before.memberships()) / seconds, "1/s");
        figure("answered_p50_ms", outcome.latencies().getValueAtPercentile(50) / 1e3, "ms");
        figure("answered_p99_ms", outcome.latencies().getValueAtPercentile(99) / 1e3, "ms");
        figure("loaded_membership_p50_ms", loaded.getValueAtPercentile(50) / 1e3, "ms");
        figure("loaded_membership_p95_ms", loaded.getValueAtPercentile(95) / 1e3, "ms");
        figure("behind_at_end_ms", behind, "ms");
        Bottleneck.lines(before.cpuSeconds(), after.cpuSeconds(), seconds, events)
                .forEach(System.out::println);
    }

    static void figure(String name, double value, String unit) {
        System.out.println("figure %s %s %s"
                .formatted(name, value >= 100 ? String.format("%.0f", value) : String.format("%.2f", value), unit));
    }
}
