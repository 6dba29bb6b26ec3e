package dmp.segment.membership;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.RandomProfiles;
import dmp.segment.rule.RandomRules;
import dmp.segment.running.MessageJson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StateCodecTest {

    /** Two occurrences of one trait, a city, and a link to another identifier. */
    private static final String FORMAT_2 =
            "0280bcd9f29e340e0103090000000000050100000200070100010408064c6f6e646f6e0100090377777701"
                    + "0a01610902090a0b08636f6f6b69653a320701000000010102000b000100010300";

    @ParameterizedTest
    @ValueSource(longs = {3, 99, 20261124})
    void everyStateComesBackAsItWas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            MembershipState state = state(random, new RandomProfiles(random).profile());

            byte[] bytes = StateCodec.encode(state);

            assertEquals(state, StateCodec.decode("acme", "cookie:1", bytes));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 77})
    void aGlimpseShowsWhatIsWantedAndNothingElse(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            MembershipState state = state(random, new RandomProfiles(random).profile());
            Set<String> segments = some(random, state.segments());
            Set<String> traits = some(
                    random,
                    state.profile().facts().stream()
                            .flatMap(facts -> facts.realisations().stream())
                            .map(Realisations::trait)
                            .toList());
            Set<String> attributes = some(
                    random,
                    state.profile().facts().stream()
                            .flatMap(facts -> facts.attributes().keySet().stream())
                            .toList());

            StateCodec.Glimpse glimpse = StateCodec.glimpse(
                    "acme",
                    "cookie:1",
                    StateCodec.encode(state),
                    new StateCodec.Wanted(new Words(segments), new Words(traits), new Words(attributes)));

            assertEquals(state.revision(), glimpse.revision());
            assertEquals(state.nextChange(), glimpse.nextChange());
            assertEquals(
                    state.memberships().stream()
                            .filter(membership -> segments.contains(membership.segment()))
                            .toList(),
                    glimpse.memberships());
            assertEquals(only(state.profile(), traits, attributes), glimpse.profile());
        }
    }

    private static Set<String> some(Random random, List<String> words) {
        Set<String> some = new HashSet<>(Set.of("nobody-has-this"));
        words.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
        return some;
    }

    private static ProfileChanged only(ProfileChanged profile, Set<String> traits, Set<String> attributes) {
        return new ProfileChanged(
                profile.tenant(),
                profile.identifier(),
                profile.version(),
                profile.changedAt(),
                profile.receivedAt(),
                profile.facts().stream()
                        .map(facts -> new Facts(
                                facts.identifier(),
                                facts.consent(),
                                facts.attributes().entrySet().stream()
                                        .filter(attribute -> attributes.contains(attribute.getKey()))
                                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                                facts.realisations().stream()
                                        .filter(realisations -> traits.contains(realisations.trait()))
                                        .toList()))
                        .toList(),
                profile.mergePolicies(),
                profile.links());
    }

    @Test
    void aForgottenIdentifierLeavesLittleBehind() {
        MembershipState state = state(new Random(1), forgotten());

        byte[] bytes = StateCodec.encode(state);

        assertEquals(state, StateCodec.decode("acme", "cookie:1", bytes));
        assertTrue(bytes.length < 100, bytes.length + " bytes");
    }

    @Test
    void theBytesAreAThirdOfTheJson() {
        Random random = new Random(7);
        long binary = 0;
        long json = 0;
        for (int i = 0; i < 1_000; i++) {
            MembershipState state = state(random, new RandomProfiles(random).profile());
            binary += StateCodec.encode(state).length;
            json += MessageJson.write(state.profile()).length + MessageJson.write(state.told()).length;
        }

        assertTrue(binary * 3 < json, binary + " of " + json + " bytes");
    }

    @Test
    void anUnknownFormatIsNotGuessed() {
        byte[] bytes = StateCodec.encode(state(new Random(1), new RandomProfiles(new Random(1)).profile()));
        bytes[0] = 4;

        assertThrows(IllegalArgumentException.class, () -> StateCodec.decode("acme", "cookie:1", bytes));
    }

    @Test
    void aStateOfTheFormatWithoutLinksIsStillRead() {
        MembershipState state = state(new Random(1), forgotten());
        byte[] bytes = StateCodec.encode(state);
        byte[] first = Arrays.copyOf(bytes, bytes.length - 1);
        first[0] = 1;

        assertEquals(state, StateCodec.decode("acme", "cookie:1", first));
    }

    @Test
    void aStateOfTheFormatWithoutValuesIsStillRead() {
        ProfileChanged profile = StateCodec.decode(
                        "acme", "cookie:1", HexFormat.of().parseHex(FORMAT_2))
                .profile();

        assertEquals(
                List.of(new Realisations("a", "www", List.of(RandomRules.EPOCH - 5, RandomRules.EPOCH))),
                profile.facts().getFirst().realisations());
        assertEquals(List.of(new Link(0, 1, 3, 20_775)), profile.links());
    }

    private static ProfileChanged forgotten() {
        return new ProfileChanged(
                "acme",
                "cookie:1",
                1L << 50,
                Instant.ofEpochSecond(RandomRules.EPOCH),
                null,
                List.of(),
                List.of(),
                List.of());
    }

    private static MembershipState state(Random random, ProfileChanged profile) {
        Instant changedAt = Instant.ofEpochMilli(RandomRules.EPOCH * 1_000 + random.nextInt(10_000));
        List<Membership> memberships = random.nextBoolean()
                ? List.of()
                : List.of(
                        new Membership("a", random.nextInt(300), changedAt.minusMillis(random.nextInt()), null),
                        new Membership(
                                "london-returning",
                                1,
                                changedAt,
                                Instant.ofEpochSecond(RandomRules.EPOCH + random.nextInt(1_000))));
        return new MembershipState(
                random.nextLong(1L << 40) - 1,
                profile,
                random.nextInt(3) - 1,
                random.nextInt(1_000),
                random.nextLong(1L << 60),
                changedAt,
                random.nextBoolean() ? null : changedAt.minusMillis(random.nextInt(500)),
                memberships,
                memberships.stream().map(Membership::segment).toList(),
                random.nextBoolean() ? List.of() : List.of("b"),
                random.nextBoolean() ? Evaluation.NEVER : RandomRules.EPOCH + random.nextInt(100));
    }
}
