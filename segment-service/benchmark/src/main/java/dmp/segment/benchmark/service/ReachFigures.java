package dmp.segment.benchmark.service;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import org.roaringbitmap.RoaringBitmap;

import dmp.local.testing.TestPlatform;
import dmp.profile.contract.ProfileChanged;
import dmp.segment.benchmark.Attributes;
import dmp.segment.benchmark.Machine;
import dmp.segment.estimate.OverlapOperation;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;

/**
 * Asks how many stored profiles a rule would hold of, and how far two segments overlap, through the API of the running service; the
 * latter beside a Roaring bitmap of the same members. Options: {@code --profiles N}, {@code --seed N}, {@code --repeats N}.
 */
public final class ReachFigures {

    private static final String TENANT = "acme";

    /** Eight conditions. */
    private static final String RULE = """
            attribute %s in ("value0", "value1") and (trait %s in 90 days or trait %s at least 3 times)
            and attribute %s >= 1000 and not attribute %s = "value2"
            and (attribute %s = "value0" or trait %s in 30 days or attribute %s = "true")""".formatted(
                    Attributes.string(3),
                    Attributes.recency(0),
                    Attributes.frequency(0),
                    Attributes.number(0),
                    Attributes.string(8),
                    Attributes.string(5),
                    Attributes.recency(1),
                    Attributes.bool(0));

    private static final List<String> SEGMENTS = List.of("one-place", "another-kind");
    private static final List<String> SEGMENT_RULES = List.of(
            "attribute %s = \"value0\"".formatted(Attributes.string(3)),
            "attribute %s = \"value1\"".formatted(Attributes.string(5)));

    /** Of the comparisons in memory, which take microseconds. */
    private static final int OPERATIONS = 2_000;

    /** Of twenty intervals of 95 %, so few hold the truth less often than once in 5,000 runs. */
    private static final double LEAST_INSIDE = 0.75;

    private final Options options;
    private final SegmentRule rule = rule("asked", RULE);
    private final RuleTree tree;
    private final List<BitSet> members = List.of(new BitSet(), new BitSet());
    private long matching;

    private ReachFigures(Options options) {
        this.options = options;
        List<SegmentRule> rules = new ArrayList<>(List.of(rule));
        for (int i = 0; i < SEGMENTS.size(); i++) {
            rules.add(rule(SEGMENTS.get(i), SEGMENT_RULES.get(i)));
        }
        tree = RuleTree.of(rules);
    }

    public static void main(String[] arguments) throws Exception {
        new ReachFigures(Options.of(arguments, Map.of("profiles", 1_000_000L, "seed", 1L, "repeats", 20L))).measure();
    }

    private static SegmentRule rule(String id, String text) {
        try {
            return new SegmentRule(id, 1, MergePolicy.DEVICE_ONLY, RuleText.parse(text, Vocabulary.UNCHECKED));
        } catch (RuleRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private void measure() throws Exception {
        Machine.print();
        int count = (int) options.get("profiles");
        try (TestPlatform servers = RunningService.servers();
                RunningService service = new RunningService("segment", servers.configuration())) {
            try (var producer = Road.producer(service.kafka())) {
                Road.defineTraits(
                        producer,
                        TENANT,
                        List.of(Attributes.recency(0), Attributes.recency(1), Attributes.frequency(0)));
            }
            long now = Instant.now().getEpochSecond();
            new StoredProfiles(TENANT, now)
                    .store(service, count, options.get("seed"), (number, profile) -> ask(number, profile, now));
            for (int i = 0; i < SEGMENTS.size(); i++) {
                service.createSegment(SEGMENTS.get(i), SEGMENT_RULES.get(i));
            }
            boolean reachIsRight = reach(service);
            boolean overlapIsRight = overlap(service);
            System.out.println("load " + Machine.load() + " at the end");
            if (!reachIsRight || !overlapIsRight) {
                System.out.println("VOID: a size is not what the rules say");
                System.exit(1);
            }
        }
    }

    private void ask(int number, ProfileChanged changed, long now) {
        Profile profile = new Profile(changed);
        List<String> held = tree.evaluate(tree.segments(), profile, now).held().stream()
                .map(Evaluation.Held::segment)
                .toList();
        if (held.contains(rule.segment())) {
            matching++;
        }
        for (int i = 0; i < SEGMENTS.size(); i++) {
            if (held.contains(SEGMENTS.get(i))) {
                members.get(i).set(number);
            }
        }
    }

    private boolean reach(RunningService service) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        double widths = 0;
        int inside = 0;
        int repeats = (int) options.get("repeats");
        JsonNode answer = null;
        for (int i = -repeats; i < repeats; i++) {
            long begun = System.nanoTime();
            answer = RunningService.expect(200, service.post("/v1/reach", Map.of("rule", RULE, "seed", i)));
            if (i >= 0) {
                millis.add((System.nanoTime() - begun) / 1e6);
                long low = answer.at("/interval/low").asLong(answer.get("size").asLong());
                long high =
                        answer.at("/interval/high").asLong(answer.get("size").asLong());
                inside += low <= matching && matching <= high ? 1 : 0;
                widths += (double) (high - low) / matching;
            }
        }
        print("reach_ms", median(millis), "ms");
        print("reach_exact", answer.get("exact").asBoolean() ? 1 : 0, "of 1");
        print("reach_asked", answer.get("asked").asLong(), "profiles");
        print("reach_interval_width", widths / repeats, "of the size");
        print("reach_inside_interval", (double) inside / repeats, "of the answers");
        print("size", matching, "profiles");
        return inside >= LEAST_INSIDE * repeats;
    }

    private boolean overlap(RunningService service) throws IOException, InterruptedException {
        BitSet both = (BitSet) members.getFirst().clone();
        both.and(members.getLast());
        List<Double> millis = new ArrayList<>();
        long answered = 0;
        int repeats = (int) options.get("repeats");
        for (int i = -repeats; i < repeats; i++) {
            long begun = System.nanoTime();
            JsonNode answer =
                    RunningService.expect(200, service.post("/v1/reach/overlap", Map.of("segments", SEGMENTS)));
            if (i >= 0) {
                millis.add((System.nanoTime() - begun) / 1e6);
            }
            answered = answer.at("/pairs/0/inBoth").asLong();
        }
        int words = (int) (options.get("profiles") + Long.SIZE - 1) / Long.SIZE;
        long[] one = Arrays.copyOf(members.getFirst().toLongArray(), words);
        long[] other = Arrays.copyOf(members.getLast().toLongArray(), words);
        RoaringBitmap first = roaring(members.getFirst());
        RoaringBitmap second = roaring(members.getLast());
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        for (int i = 0; i < 2 * repeats; i++) {
            ours.add(micros(() -> OverlapOperation.inBoth(one, other)));
            theirs.add(micros(() -> RoaringBitmap.andCardinality(first, second)));
        }
        double our = median(ours.subList(repeats, 2 * repeats));
        double their = median(theirs.subList(repeats, 2 * repeats));
        print("overlap_rest_ms", median(millis), "ms");
        print("overlap_operation_us", our, "us");
        print("overlap_roaring_us", their, "us");
        print("overlap_ratio_to_roaring", our / their, "x");
        print("overlap_size", answered, "identifiers");
        long expected = both.cardinality();
        print("differences", Math.abs(answered - expected), "identifiers");
        return answered == expected
                && OverlapOperation.inBoth(one, other) == expected
                && RoaringBitmap.andCardinality(first, second) == expected;
    }

    private static double micros(LongSupplier operation) {
        long sum = 0;
        long begun = System.nanoTime();
        for (int i = 0; i < OPERATIONS; i++) {
            sum += operation.getAsLong();
        }
        double micros = (System.nanoTime() - begun) / 1e3 / OPERATIONS;
        if (sum < 0) {
            throw new IllegalStateException("a negative size");
        }
        return micros;
    }

    private static RoaringBitmap roaring(BitSet bits) {
        RoaringBitmap bitmap = RoaringBitmap.bitmapOf(bits.stream().toArray());
        bitmap.runOptimize();
        return bitmap;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.3f %s%n", name, value, unit);
    }
}
