package dmp.segment.benchmark.service;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
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

import dmp.profile.contract.ProfileChanged;
import dmp.segment.benchmark.Attributes;
import dmp.segment.benchmark.Profiles;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.running.MessageJson;

/** What the JSON of one event costs segment-service, beside Jackson as it comes: one view is read, one set of memberships written. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageBenchmark {

    private static final int VIEWS = 100;
    private static final int MEMBERSHIPS = 128;
    private static final int YEAR = 365 * 86_400;

    @Param("1")
    long seed;

    private final ObjectReader jackson =
            Road.JSON.readerFor(ProfileChanged.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private final List<byte[]> views = new ArrayList<>();
    private MembershipChanged memberships;
    private int next;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(seed);
        StoredProfiles stored = new StoredProfiles("acme", Attributes.NOW);
        new Profiles(seed + 2_000_003)
                .profiles(VIEWS)
                .forEach(plain -> views.add(MessageJson.write(stored.profile("cookie:1", plain))));
        memberships = memberships(random);
    }

    private static MembershipChanged memberships(SplittableRandom random) {
        List<MembershipChanged.Membership> memberships = new ArrayList<>();
        for (int i = 0; i < MEMBERSHIPS; i++) {
            memberships.add(new MembershipChanged.Membership("segment-" + i, 1, moment(random), moment(random)));
        }
        return new MembershipChanged(
                "acme",
                "cookie:1",
                1,
                moment(random),
                moment(random),
                memberships,
                true,
                List.of(),
                List.of(),
                List.of(),
                false);
    }

    /** To the second, as all moments of memberships are. */
    private static Instant moment(SplittableRandom random) {
        return Instant.ofEpochSecond(Attributes.NOW - random.nextLong(YEAR));
    }

    @Benchmark
    public ProfileChanged readView() throws IOException {
        return MessageJson.read(view(), ProfileChanged.class);
    }

    @Benchmark
    public ProfileChanged readViewByJackson() throws IOException {
        return jackson.readValue(view());
    }

    @Benchmark
    public byte[] writeMemberships() {
        return MessageJson.write(memberships);
    }

    @Benchmark
    public byte[] writeMembershipsByJackson() {
        return Road.write(memberships);
    }

    private byte[] view() {
        next = next + 1 == VIEWS ? 0 : next + 1;
        return views.get(next);
    }
}
