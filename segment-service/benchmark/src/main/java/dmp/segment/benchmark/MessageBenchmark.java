package dmp.segment.benchmark;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
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

    @Param("1")
    long seed;

    private final ObjectMapper jackson = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final List<byte[]> views = new ArrayList<>();
    private MembershipChanged memberships;
    private int next;

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(seed);
        new Profiles(seed + 2_000_003)
                .profiles(VIEWS)
                .forEach(plain -> views.add(MessageJson.write(view(plain, random))));
        memberships = memberships(random);
    }

    private static ProfileChanged view(Profiles.Plain plain, SplittableRandom random) {
        Map<String, ProfileChanged.Attribute> attributes = new HashMap<>();
        plain.keyToValue()
                .forEach((key, value) ->
                        attributes.put(key, new ProfileChanged.Attribute(value, moment(random), "www")));
        List<ProfileChanged.Realisations> realisations = new ArrayList<>();
        plain.traitToOccurrences()
                .forEach((trait, at) -> realisations.add(new ProfileChanged.Realisations(
                        trait, "www", Arrays.stream(at).boxed().toList())));
        return new ProfileChanged(
                "acme",
                "cookie:1",
                1,
                moment(random),
                moment(random),
                List.of(new ProfileChanged.Facts(
                        "cookie:1", new ProfileChanged.Consent(true, true, moment(random)), attributes, realisations)),
                List.of(),
                List.of());
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

    /** To the second, as most moments of a view and all of memberships are. */
    private static Instant moment(SplittableRandom random) {
        return Instant.ofEpochSecond(Attributes.NOW - random.nextLong(365 * Attributes.DAY));
    }

    @Benchmark
    public ProfileChanged readView() throws IOException {
        return MessageJson.read(view(), ProfileChanged.class);
    }

    @Benchmark
    public ProfileChanged readViewByJackson() throws IOException {
        return jackson.readValue(view(), ProfileChanged.class);
    }

    @Benchmark
    public byte[] writeMemberships() {
        return MessageJson.write(memberships);
    }

    @Benchmark
    public byte[] writeMembershipsByJackson() throws IOException {
        return jackson.writeValueAsBytes(memberships);
    }

    private byte[] view() {
        next = next + 1 == VIEWS ? 0 : next + 1;
        return views.get(next);
    }
}
