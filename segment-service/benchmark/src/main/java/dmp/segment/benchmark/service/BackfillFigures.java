package dmp.segment.benchmark.service;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.local.testing.TestPlatform;
import dmp.profile.contract.ProfileChanged;
import dmp.segment.benchmark.Attributes;
import dmp.segment.benchmark.Machine;
import dmp.segment.storage.Keys;

/**
 * Measures the backfill of a new segment over stored profiles while live ones come, and prints a line for each figure:
 * {@code figure NAME VALUE UNIT}. Options: {@code --profiles N}, {@code --seed N}, {@code --live N} profiles per second.
 */
public final class BackfillFigures {

    private static final String TENANT = "acme";
    private static final String ALONE = "recent-in-one-place";
    private static final String MEANWHILE = "recent-in-one-place-beside-live";
    private static final Duration WINDOW = Duration.ofDays(30);
    private static final int WARM_UPS = 4;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(20);

    /** Commands on their way at once, for the baseline. */
    private static final int PIPELINED = 64;

    private static final int REPEATS = 3;

    /** Identifiers with live profiles. */
    private static final int LIVE = 500;

    private final Options options;

    /** Of each profile that has the value the rule asks for, when the trait was realised. */
    private final List<Long> occurrences = new ArrayList<>();

    private BackfillFigures(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new BackfillFigures(Options.of(arguments, Map.of("profiles", 1_000_000L, "seed", 1L, "live", 200L))).measure();
    }

    private void measure() throws Exception {
        Machine.print();
        int count = (int) options.get("profiles");
        try (TestPlatform servers = RunningService.servers();
                RunningService service = new RunningService("segment", servers.configuration())) {
            try (var producer = Road.producer(service.kafka())) {
                Road.defineTraits(producer, TENANT, List.of(Attributes.recency(0)));
            }
            service.createSegment(LiveStream.SEGMENT, LiveStream.RULE);
            Instant loading = Instant.now();
            new StoredProfiles(TENANT, loading.getEpochSecond())
                    .store(service, count, options.get("seed"), (_, profile) -> remember(profile));
            System.out.printf("%,d profiles stored in %d s%n", count, seconds(loading));
            List<Double> gets = new ArrayList<>(List.of(pipelinedGets(service.redis(), count)));
            try (LiveStream live =
                    new LiveStream(service.kafka(), (int) options.get("live"), LiveStream.profiles(TENANT, LIVE))) {
                // As long as the measured one, and with as many members: a service is seldom younger than its compiler
                // needs.
                for (int value = 2; value <= WARM_UPS + 1; value++) {
                    service.createSegment("warm-up-" + value, rule(value));
                }
                Thread.sleep(SETTLING);
                live.take();
                Thread.sleep(CALM);
                LiveStream.Latencies calm = live.take();
                Backfilled meanwhile = backfill(service, MEANWHILE);
                LiveStream.Latencies busy = live.take();
                meanwhile.print("_meanwhile");
                print("live_p95_calm", calm.percentile(0.95), "ms");
                print("live_p95_meanwhile", busy.percentile(0.95), "ms");
                print("live_p95_ratio", busy.percentile(0.95) / calm.percentile(0.95), "x");
                print("live_p99_meanwhile", busy.percentile(0.99), "ms");
            }
            Backfilled alone = backfill(service, ALONE);
            for (int i = 0; i < REPEATS - 1; i++) {
                gets.add(pipelinedGets(service.redis(), count));
            }
            double getsPerSecond = gets.stream().sorted().toList().get(gets.size() / 2);
            alone.print("");
            print("pipelined_gets_per_s", getsPerSecond, "GETs/s");
            print("share_of_pipelined_gets", alone.perSecond() / getsPerSecond, "x");
            verdict(service, alone);
        }
    }

    /** @param evaluated how many were looked at */
    private record Backfilled(String segment, Instant begun, Instant walked, Instant complete, long evaluated) {

        double seconds() {
            return Duration.between(begun, complete).toMillis() / 1e3;
        }

        double perSecond() {
            return evaluated / seconds();
        }

        void print(String when) {
            BackfillFigures.print("backfill_seconds" + when, seconds(), "s");
            BackfillFigures.print(
                    "walk_seconds" + when, Duration.between(begun, walked).toMillis() / 1e3, "s");
            BackfillFigures.print("profiles_per_s" + when, perSecond(), "profiles/s");
        }
    }

    private static Backfilled backfill(RunningService service, String segment)
            throws IOException, InterruptedException {
        Instant begun = Instant.now();
        RunningService.expect(
                201,
                service.post(
                        "/v1/segments",
                        Map.of("id", segment, "name", segment, "rule", rule(1), "mergePolicy", "device-only")));
        Instant walked = awaitWalked(service, segment);
        JsonNode progress = service.awaitBackfilled(segment);
        return new Backfilled(
                segment, begun, walked, Instant.now(), progress.get("evaluated").asLong());
    }

    /** All have been looked at; some are still to be asked anew. */
    private static Instant awaitWalked(RunningService service, String segment)
            throws IOException, InterruptedException {
        while (true) {
            JsonNode progress = RunningService.expect(200, service.get("/v1/segments/" + segment + "/backfill"));
            if (progress.get("of").asLong() > 0 && progress.get("evaluated").equals(progress.get("of"))) {
                return Instant.now();
            }
            Thread.sleep(50);
        }
    }

    private static String rule(int value) {
        return "trait %s in %d days and attribute %s = \"%s\""
                .formatted(Attributes.recency(0), WINDOW.toDays(), Attributes.string(3), Attributes.value(value));
    }

    private void remember(ProfileChanged profile) {
        ProfileChanged.Facts facts = profile.facts().getFirst();
        ProfileChanged.Attribute place = facts.attributes().get(Attributes.string(3));
        if (place != null && place.value().equals(Attributes.value(1))) {
            facts.realisations().stream()
                    .filter(realisations -> realisations.trait().equals(Attributes.recency(0)))
                    .forEach(realisations -> occurrences.addAll(realisations.at()));
        }
    }

    /** Members leave while it is counted, so the size is one of those that were right since the segment was created. */
    private void verdict(RunningService service, Backfilled backfilled) throws IOException, InterruptedException {
        long size = RunningService.expect(200, service.get("/v1/segments/" + backfilled.segment()))
                .get("size")
                .asLong();
        print("members", size, "identifiers");
        long most = members(backfilled.begun().getEpochSecond());
        long least = members(Instant.now().getEpochSecond());
        long differences = Math.max(0, Math.max(size - most, least - size));
        print("differences", differences, "members");
        System.out.println("load " + Machine.load() + " at the end");
        if (differences > 0) {
            System.out.printf("VOID: between %d and %d members were expected%n", least, most);
            System.exit(1);
        }
    }

    private long members(long now) {
        return occurrences.stream()
                .filter(at -> at <= now && now < at + WINDOW.toSeconds())
                .count();
    }

    private static double pipelinedGets(URI redis, int count) throws IOException {
        long started = System.nanoTime();
        try (RedisPipe pipe = new RedisPipe(redis)) {
            byte[] get = RedisPipe.bytes("GET");
            for (int number = 0; number < count; number++) {
                String key = Keys.state(Keys.identifier(TENANT, StoredProfiles.identifier(number)));
                pipe.sendMany(PIPELINED, get, RedisPipe.bytes(key));
            }
            pipe.settle();
        }
        return count * 1e9 / (System.nanoTime() - started);
    }

    private static long seconds(Instant since) {
        return Duration.between(since, Instant.now()).toSeconds();
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
    }
}
