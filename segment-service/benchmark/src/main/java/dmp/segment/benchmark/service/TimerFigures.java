package dmp.segment.benchmark.service;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

import dmp.local.testing.TestPlatform;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.benchmark.Machine;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.membership.StoredProfile;
import dmp.segment.storage.Keys;

/**
 * Schedules millions of instants, of which some are due while it looks, ends the service by force in the middle, and measures
 * how late memberships end. Options: {@code --instants N}, {@code --due N} a second, {@code --seconds N} before and after the
 * crash each, {@code --seed N}.
 */
public final class TimerFigures {

    private static final String TENANT = "acme";
    private static final String SEGMENT = "lately";
    private static final String TRAIT = "seen";
    private static final Duration WINDOW = Duration.ofHours(1);
    private static final int AT_ONCE = 1_000;

    /** To store those that will be due, before the first of them is. */
    private static final Duration LEAD = Duration.ofSeconds(20);

    /** What is due earlier is not counted, here and after the restart. */
    private static final Duration WARM_UP = Duration.ofSeconds(20);

    /** How long is waited for the last ones. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Options options;

    private TimerFigures(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new TimerFigures(
                        Options.of(arguments, Map.of("instants", 10_000_000L, "due", 500L, "seconds", 60L, "seed", 1L)))
                .measure();
    }

    private void measure() throws Exception {
        Machine.print();
        int perSecond = (int) options.get("due");
        int seconds = (int) options.get("seconds");
        int total = (int) (WARM_UP.toSeconds() + 2 * seconds) * perSecond;
        try (TestPlatform servers = RunningService.servers();
                RunningService service = new RunningService("segment", servers.configuration())) {
            try (var producer = Road.producer(service.kafka())) {
                Road.defineTraits(producer, TENANT, List.of(TRAIT));
            }
            service.createSegment(SEGMENT, "trait %s in %d hours".formatted(TRAIT, WINDOW.toHours()));
            Instant filling = Instant.now();
            fill(service.redis(), options.get("instants") - total);
            System.out.printf(
                    "%,d instants scheduled in %d s%n",
                    options.get("instants"),
                    Duration.between(filling, Instant.now()).toSeconds());
            long first = Instant.now().plus(LEAD).getEpochSecond();
            long warm = first + WARM_UP.toSeconds();
            long crash = warm + seconds;
            fillDue(service.redis(), total, first, perSecond);
            Endings endings = new Endings(total);
            try (Endings.Reading reading = endings.read(service.kafka())) {
                sleepUntil(crash);
                service.kill();
                service.start();
                long ready = Instant.now().getEpochSecond();
                sleepUntil(crash + seconds);
                reading.awaitAll(PATIENCE);
                report(endings, first, perSecond, warm, crash, ready);
            }
        }
    }

    private void report(Endings endings, long first, int perSecond, long warm, long crash, long ready) {
        // The last ones before the crash may have been told after it.
        long[] calm = endings.late(first, perSecond, warm, crash - 2);
        long[] afterwards = endings.late(first, perSecond, ready + WARM_UP.toSeconds(), Long.MAX_VALUE);
        print("timer_error_p50_ms", percentile(calm, 0.5), "ms");
        print("timer_error_p99_ms", percentile(calm, 0.99), "ms");
        print("timer_error_max_ms", calm[calm.length - 1], "ms");
        if (afterwards.length > 0) {
            print("timer_error_p99_after_restart_ms", percentile(afterwards, 0.99), "ms");
        }
        print("restart_s", ready - crash, "s");
        print("fired", endings.count(), "instants");
        print("lost", endings.lost(), "instants");
        print("early", endings.early(first, perSecond), "instants");
        System.out.println("load " + Machine.load() + " at the end");
        if (endings.lost() > 0 || endings.early(first, perSecond) > 0) {
            System.out.println("VOID: memberships did not end, or ended before their time");
            System.exit(1);
        }
    }

    /** Instants that are not due for a day, up to a month from then. */
    private void fill(URI redis, long count) throws IOException {
        SplittableRandom random = new SplittableRandom(options.get("seed"));
        long from = Instant.now().plus(Duration.ofDays(1)).getEpochSecond();
        try (RedisPipe pipe = new RedisPipe(redis)) {
            for (long number = 0; number < count; number++) {
                schedule(
                        pipe,
                        Keys.identifier(TENANT, StoredProfiles.identifier(number)),
                        from + random.nextLong(30 * 86_400));
            }
            pipe.settle();
        }
    }

    /** Members whose membership ends by itself, so many each second. */
    private static void fillDue(URI redis, int count, long first, int perSecond) throws IOException {
        StoredProfiles profiles = new StoredProfiles(TENANT, first);
        Dictionary words = new Dictionary();
        try (RedisPipe pipe = new RedisPipe(redis)) {
            for (int i = 0; i < count; i++) {
                long due = first + i / perSecond;
                ProfileChanged profile = seen(Endings.identifier(i), due - WINDOW.toSeconds());
                Membership membership = new Membership(SEGMENT, 1, profile.changedAt(), Instant.ofEpochSecond(due));
                profiles.store(
                        pipe, i, StoredProfile.encode(profile, i, 1, List.of(membership), due, words), profile.key());
                schedule(pipe, profile.key(), due);
            }
            pipe.send(RedisPipe.bytes("SET"), RedisPipe.bytes(Keys.known(TENANT)), RedisPipe.bytes("" + count));
            pipe.settle();
        }
    }

    private static ProfileChanged seen(String identifier, long second) {
        Instant at = Instant.ofEpochSecond(second);
        Facts facts = new Facts(
                identifier,
                new Consent(true, true, at),
                Map.of(),
                List.of(new Realisations(TRAIT, "www", List.of(second))));
        return new ProfileChanged(TENANT, identifier, 1, at, at, List.of(facts), List.of(), List.of());
    }

    private static void schedule(RedisPipe pipe, String key, long second) throws IOException {
        pipe.sendMany(
                AT_ONCE,
                RedisPipe.bytes("ZADD"),
                RedisPipe.bytes(Keys.timers(Keys.timerShard(key))),
                RedisPipe.bytes(Long.toString(second)),
                RedisPipe.bytes(key));
    }

    private static void sleepUntil(long second) throws InterruptedException {
        Duration left = Duration.between(Instant.now(), Instant.ofEpochSecond(second));
        if (left.isNegative()) {
            throw new IllegalStateException("too late by " + left.negated() + ": nothing can be said");
        }
        Thread.sleep(left);
    }

    private static double percentile(long[] ascending, double share) {
        return ascending[Math.min(ascending.length - 1, (int) (share * ascending.length))];
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.0f %s%n", name, value, unit);
    }
}
