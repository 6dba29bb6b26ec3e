package dmp.segment.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import org.apache.lucene.document.Document;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.matching.EncodedProfile;
import dmp.segment.matching.Matcher;
import dmp.segment.matching.MatchingIndex;

/**
 * Measures evaluation on DMP-BE-1, ours and the baseline in turns in one run, and prints a line for each figure:
 * {@code figure NAME VALUE UNIT}, then the spread over the repeats. Options: {@code --seed N}, {@code --repeats N},
 * {@code --millis N} for each turn, {@code --only w1_10k}.
 */
public final class EvaluationFigures {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final int SAMPLE = 500;
    private static final int COMPARED_WITH_OTHERS = 100;

    private final long seed;
    private final int repeats;
    private final long turnNanos;
    private long differences;
    private long rulerDifferences;
    private long monitorDifferences;

    private EvaluationFigures(long seed, int repeats, long turnMillis) {
        this.seed = seed;
        this.repeats = repeats;
        turnNanos = turnMillis * 1_000_000;
    }

    public static void main(String[] arguments) {
        long seed = 1;
        int repeats = 7;
        long millis = 1_000;
        String only = "";
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--repeats" -> repeats = Integer.parseInt(value);
                case "--millis" -> millis = Long.parseLong(value);
                case "--only" -> only = value;
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        new EvaluationFigures(seed, repeats, millis).measure(only);
    }

    private void measure(String only) {
        Machine.print();
        System.out.printf("seed %d, %d repeats of %d ms each%n", seed, repeats, turnNanos / 1_000_000);
        for (String name : List.of("w1_10k", "w2_10k", "w3_10k", "w1_100k", "w3_100k")) {
            if (name.startsWith(only)) {
                measure(name, Workload.valueOf(name.substring(0, 2).toUpperCase(Locale.ROOT)), name.endsWith("100k"));
            }
        }
        figure("differences", differences, "results");
        figure("differences_to_event_ruler", rulerDifferences, "results");
        figure("differences_to_lucene_monitor", monitorDifferences, "results");
        System.out.println("load " + Machine.load() + " at the end");
        if (differences > 0) {
            System.out.println("VOID: results differ");
            System.exit(1);
        }
        if (rulerDifferences > 0) {
            System.out.println("VOID: ratio_to_event_ruler_*, since its results differ");
        }
        if (monitorDifferences > 0) {
            System.out.println("VOID: ratio_to_lucene_monitor_*, since its results differ");
        }
    }

    private void measure(String name, Workload workload, boolean large) {
        List<SegmentRule> rules = workload.rules(large ? 100_000 : 10_000, seed);
        List<Profiles.Plain> sample = new Profiles(seed + 1_000_003).profiles(SAMPLE);
        List<Profiles.Plain> profiles = new Profiles(seed + 2_000_003).profiles(large ? 300 : 1_000);
        long started = System.nanoTime();
        MatchingIndex index = MatchingIndex.of(rules, sample, Attributes.NOW);
        double seconds = (System.nanoTime() - started) / 1e9;
        figure("build_seconds_" + name, seconds, "s");
        NaiveRules naive = new NaiveRules(rules);
        List<NaiveRules.Slots> slots = profiles.stream().map(naive::slots).toList();
        List<EncodedProfile> encoded = profiles.stream().map(index::encode).toList();
        long[] bits = new long[(rules.size() + 63) / 64];
        Matcher matcher = index.matcher();
        compare(profiles, slots, encoded, naive, bits, matcher);

        Timed naively = new Timed(slots.size(), i -> naive.match(slots.get(i), bits));
        Timed indexed = new Timed(encoded.size(), i -> matcher.match(encoded.get(i), Attributes.NOW));
        Timed withChange = new Timed(encoded.size(), i -> matcher.match(encoded.get(i), Attributes.NOW)
                .nextChange());
        Timed fromTexts = new Timed(profiles.size(), i -> matcher.match(profiles.get(i), Attributes.NOW));
        List<double[]> turns = inTurns(naively, indexed, withChange, fromTexts);
        print("naive_per_second_" + name, turns, turn -> turn[0], "profiles/s");
        print("per_second_" + name, turns, turn -> turn[1], "profiles/s");
        print("ratio_to_naive_" + name, turns, turn -> turn[1] / turn[0], "x");
        print("ratio_with_next_change_" + name, turns, turn -> turn[2] / turn[0], "x");
        print("ratio_from_texts_" + name, turns, turn -> turn[3] / turn[0], "x");
        if (name.equals("w1_10k")) {
            allocation(profiles, matcher);
        }
        if (!large) {
            incremental(name, index, profiles);
            eventRuler(name, rules, profiles, naively, indexed, matcher);
            luceneMonitor(name, rules, profiles, naively, indexed, matcher);
        }
    }

    private void eventRuler(
            String name,
            List<SegmentRule> rules,
            List<Profiles.Plain> profiles,
            Timed naively,
            Timed indexed,
            Matcher matcher) {
        EventRuler ruler = new EventRuler(rules);
        List<JsonNode> events = profiles.stream().map(ruler::event).toList();
        rulerDifferences += differences(profiles, matcher, i -> {
            BitSet found = new BitSet();
            ruler.match(events.get(i)).forEach(found::set);
            return found;
        });
        other("event_ruler", name, naively, indexed, new Timed(events.size(), i -> ruler.match(events.get(i))));
    }

    private void luceneMonitor(
            String name,
            List<SegmentRule> rules,
            List<Profiles.Plain> profiles,
            Timed naively,
            Timed indexed,
            Matcher matcher) {
        try (LuceneMonitor monitor = new LuceneMonitor(rules)) {
            List<Document> documents = profiles.stream().map(monitor::document).toList();
            monitorDifferences += differences(profiles, matcher, i -> monitor.match(documents.get(i)));
            other(
                    "lucene_monitor",
                    name,
                    naively,
                    indexed,
                    new Timed(documents.size(), i -> monitor.match(documents.get(i))));
        }
    }

    private void other(String engine, String name, Timed naively, Timed indexed, Timed others) {
        List<double[]> turns = inTurns(naively, indexed, others);
        print(engine + "_per_second_" + name, turns, turn -> turn[2], "profiles/s");
        print("ratio_to_" + engine + '_' + name, turns, turn -> turn[1] / turn[2], "x");
    }

    /** How many answers of another engine are not those of the matcher, of some of the profiles. */
    private static long differences(List<Profiles.Plain> profiles, Matcher matcher, IntFunction<BitSet> others) {
        long differences = 0;
        for (int i = 0; i < COMPARED_WITH_OTHERS; i++) {
            matcher.match(profiles.get(i), Attributes.NOW);
            BitSet found = others.apply(i);
            for (int rule = 0; rule < matcher.size(); rule++) {
                differences += found.get(rule) == matcher.holds(rule) ? 0 : 1;
            }
        }
        return differences;
    }

    private void compare(
            List<Profiles.Plain> profiles,
            List<NaiveRules.Slots> slots,
            List<EncodedProfile> encoded,
            NaiveRules naive,
            long[] bits,
            Matcher matcher) {
        long matches = 0;
        for (int i = 0; i < profiles.size(); i++) {
            naive.match(slots.get(i), bits);
            matches += matcher.match(profiles.get(i), Attributes.NOW).count();
            count(bits, matcher);
            count(bits, matcher.match(encoded.get(i), Attributes.NOW));
        }
        System.out.printf(Locale.ROOT, "%.2f %% of rules match%n", 100.0 * matches / profiles.size() / matcher.size());
    }

    /** Counts the rules about which the two do not agree. */
    private void count(long[] expected, Matcher matcher) {
        for (int rule = 0; rule < matcher.size(); rule++) {
            boolean holds = (expected[rule >>> 6] >>> rule & 1) != 0;
            differences += holds == matcher.holds(rule) ? 0 : 1;
        }
    }

    /** Events that touch up to three attributes each, one after another: re-evaluated, and evaluated in full. */
    private void incremental(String name, MatchingIndex index, List<Profiles.Plain> profiles) {
        int events = 50;
        Profiles changing = new Profiles(seed + 3_000_003);
        List<List<Profiles.Plain>> changes = new ArrayList<>();
        List<List<Profiles.Plain>> states = new ArrayList<>();
        for (Profiles.Plain profile : profiles.subList(0, 200)) {
            List<Profiles.Plain> change = new ArrayList<>();
            List<Profiles.Plain> state = new ArrayList<>(List.of(profile));
            for (int i = 0; i < events; i++) {
                change.add(changing.changes(state.getLast()));
                state.add(state.getLast().with(change.getLast()));
            }
            changes.add(change);
            states.add(state);
        }
        Matcher updated = index.matcher();
        Matcher matched = index.matcher();
        for (int i = 0; i < states.size(); i++) {
            updated.match(states.get(i).getFirst(), Attributes.NOW);
            for (int j = 0; j < events; j++) {
                updated.update(changes.get(i).get(j), Attributes.NOW);
                matched.match(states.get(i).get(j + 1), Attributes.NOW);
                for (int rule = 0; rule < index.size(); rule++) {
                    differences += updated.holds(rule) == matched.holds(rule) ? 0 : 1;
                }
            }
        }
        Timed full = new Timed(
                states.size() * events,
                i -> matched.match(states.get(i / events).get(1 + i % events), Attributes.NOW));
        Timed update = new Timed(states.size() * events, i -> {
            if (i % events == 0) {
                // Counted against the update: the profile has to be matched once before it can be.
                updated.match(states.get(i / events).getFirst(), Attributes.NOW);
            }
            updated.update(changes.get(i / events).get(i % events), Attributes.NOW);
        });
        print(
                "incremental_speedup_" + name.substring(3) + (name.startsWith("w1") ? "" : "_" + name.substring(0, 2)),
                inTurns(full, update),
                turn -> turn[1] / turn[0],
                "x");
    }

    private void allocation(List<Profiles.Plain> profiles, Matcher matcher) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (Profiles.Plain profile : profiles) {
            matcher.match(profile, Attributes.NOW).nextChange();
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        figure("bytes_allocated_per_evaluation", (double) bytes / profiles.size(), "B");
    }

    private interface Operation {
        void run(int i);
    }

    /** An operation over so many inputs, round and round. */
    private final class Timed {
        private final int size;
        private final Operation operation;
        private int next;

        Timed(int size, Operation operation) {
            this.size = size;
            this.operation = operation;
        }

        /**
         * Operations per second over one turn. Of the processor's time that the thread had, not of the clock's: what else
         * runs on the machine is not ours to measure.
         */
        double turn() {
            long started = THREADS.getCurrentThreadCpuTime();
            long done = 0;
            long now = started;
            while (now - started < turnNanos) {
                for (int i = 0; i < 16; i++) {
                    operation.run(next);
                    next = next + 1 == size ? 0 : next + 1;
                }
                done += 16;
                now = THREADS.getCurrentThreadCpuTime();
            }
            return done * 1e9 / (now - started);
        }
    }

    private List<double[]> inTurns(Timed... operations) {
        for (int warmUp = 0; warmUp < 2; warmUp++) {
            for (Timed operation : operations) {
                operation.turn();
            }
        }
        List<double[]> turns = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            turns.add(Arrays.stream(operations).mapToDouble(Timed::turn).toArray());
        }
        return turns;
    }

    private interface Figure {
        double of(double[] turn);
    }

    private static void print(String name, List<double[]> turns, Figure figure, String unit) {
        double[] values = turns.stream().mapToDouble(figure::of).sorted().toArray();
        figure(name, values[values.length / 2], unit);
        System.out.printf(
                Locale.ROOT, "  spread %.2f to %.2f over %d%n", values[0], values[values.length - 1], values.length);
    }

    private static void figure(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
    }
}
