package dmp.segment.benchmark;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import dmp.segment.evaluation.SegmentRule;
import dmp.segment.matching.Matcher;
import dmp.segment.matching.MatchingIndex;

/** Profiles a second against the number of rules; the allocation of each with {@code -prof gc}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EvaluationBenchmark {

    @Param({"W1", "W2", "W3"})
    Workload workload;

    @Param({"1000", "10000", "100000"})
    int rules;

    @Param("1")
    long seed;

    private List<Profiles.Plain> profiles;
    private List<NaiveRules.Slots> slots;
    private NaiveRules naive;
    private Matcher matcher;
    private long[] bits;
    private int next;

    @Setup
    public void prepare() {
        List<SegmentRule> drawn = workload.rules(rules, seed);
        profiles = new Profiles(seed + 2_000_003).profiles(500);
        matcher = MatchingIndex.of(drawn, new Profiles(seed + 1_000_003).profiles(500), Attributes.NOW)
                .matcher();
        naive = new NaiveRules(drawn);
        slots = profiles.stream().map(naive::slots).toList();
        bits = new long[(rules + 63) / 64];
    }

    @Benchmark
    public long[] naive() {
        naive.match(slots.get(next()), bits);
        return bits;
    }

    @Benchmark
    public Matcher index() {
        return matcher.match(profiles.get(next()), Attributes.NOW);
    }

    @Benchmark
    public long indexWithNextChange() {
        return matcher.match(profiles.get(next()), Attributes.NOW).nextChange();
    }

    private int next() {
        next = next + 1 == profiles.size() ? 0 : next + 1;
        return next;
    }
}
