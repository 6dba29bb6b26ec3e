package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.dictionary.DictionaryForTests;
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

    /** The same without the link. */
    private static final String FORMAT_1 = "01" + FORMAT_2.substring(2, FORMAT_2.length() - 10);

    /** Two attributes, two traits, one of which is worth something, two memberships, of which one was entered when another was left. */
    private static final String FORMAT_3 =
            "03fabdd9f29e340e0103fabdd9f29e340106013c0208016102880e0009066c6f6e646f6e0100013c0109010a0162"
                    + "05010000010003010002040b064c6f6e646f6e010e0c037777770d0a637573746f6d2e6167650e023432010e0f03"
                    + "63726d02080c0411080a0c0305c08db70101010100010100010300";

    private static final Dictionary EMPTY = new Dictionary();

    /** With more than one byte for the number of most of them. */
    private static final Dictionary DICTIONARY = DictionaryForTests.of(Stream.concat(
                    IntStream.range(0, 50).mapToObj(i -> "word" + i),
                    Stream.of("a", "not", "www", "custom.basket_value", "linked-devices", "london-returning", "b"))
            .toList());

    @ParameterizedTest
    @ValueSource(longs = {3, 99, 20261124})
    void everyStateComesBackAsItWas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 10_000; i++) {
            MembershipState state = state(random, new RandomProfiles(random).profile());

            byte[] writtenOut = StateCodec.encode(state, EMPTY);
            byte[] numbered = StateCodec.encode(state, DICTIONARY);

            assertEquals(state, StateCodec.decode("acme", "cookie:1", writtenOut, EMPTY));
            assertEquals(state, StateCodec.decode("acme", "cookie:1", writtenOut, DICTIONARY));
            assertEquals(sorted(state), sorted(StateCodec.decode("acme", "cookie:1", numbered, DICTIONARY)));
        }
    }

    @Test
    void wordsThatOthersMayHaveAreWantedAndNothingElseIs() {
        Dictionary dictionary = DictionaryForTests.of(List.of("a"));
        Instant at = Instant.ofEpochSecond(RandomRules.EPOCH);
        Facts facts = new Facts(
                "cookie:1",
                null,
                Map.of("custom.age", new Attribute("forty-two", at, "www")),
                List.of(
                        new Realisations("a", "crm", List.of(RandomRules.EPOCH)),
                        new Realisations("b", "crm", List.of(RandomRules.EPOCH))));
        MembershipState state = state(
                new Random(1), new ProfileChanged("acme", "cookie:1", 1, at, at, List.of(facts), List.of(), List.of()));

        StateCodec.encode(state, dictionary);

        Set<String> wanted = new HashSet<>(List.of("custom.age", "www", "crm", "b"));
        wanted.addAll(state.segments());
        wanted.remove("a");
        state.history().forEach(change -> change.steps().forEach(step -> wanted.add(step.segment())));
        wanted.addAll(state.left());
        assertEquals(wanted, Set.copyOf(DictionaryForTests.wanted(dictionary)));
    }

    @Test
    void aStateOfAnotherDictionaryIsNotGuessed() {
        MembershipState state = state(new Random(1), new RandomProfiles(new Random(1)).profile());
        byte[] bytes = StateCodec.encode(state, DictionaryForTests.of(List.of("a", "b")));

        assertEquals(2, StateReader.words(bytes));
        assertEquals(
                sorted(state),
                sorted(StateCodec.decode(
                        "acme", "cookie:1", bytes, DictionaryForTests.of(List.of("a", "b", "something-else")))));
        assertThrows(
                IllegalStateException.class,
                () -> StateCodec.decode("acme", "cookie:1", bytes, DictionaryForTests.of(List.of("b", "a"))));
    }

    @Test
    void aTextThatLooksLikeANumberComesBackAsItWas() {
        for (String value : List.of("0", "00", "7", "-7", "007", "1.0", "999999999999999", "9999999999999999", "")) {
            ProfileChanged profile = profile(
                    Map.of("custom.age", new Attribute(value, Instant.ofEpochSecond(RandomRules.EPOCH - 7), "www")));
            MembershipState state = state(new Random(2), profile);

            assertEquals(state, StateCodec.decode("acme", "cookie:1", StateCodec.encode(state, EMPTY), EMPTY));
        }
    }

    private static ProfileChanged profile(Map<String, Attribute> attributes) {
        Instant at = Instant.ofEpochSecond(RandomRules.EPOCH);
        Facts facts = new Facts("cookie:1", null, attributes, List.of());
        return new ProfileChanged("acme", "cookie:1", 1, at, at, List.of(facts), List.of(), List.of());
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
                    StateCodec.encode(state, DICTIONARY),
                    DICTIONARY,
                    new StateCodec.Wanted(new Words(segments), new Words(traits), new Words(attributes)));

            assertEquals(state.revision(), glimpse.revision());
            assertEquals(state.nextChange(), glimpse.nextChange());
            assertEquals(
                    state.memberships().stream()
                            .filter(membership -> segments.contains(membership.segment()))
                            .toList(),
                    glimpse.memberships());
            assertEquals(sorted(only(state.profile(), traits, attributes)), sorted(glimpse.profile()));
        }
    }

    /** In which order a state has the realisations does not matter. */
    private static MembershipState sorted(MembershipState state) {
        return new MembershipState(
                state.number(),
                sorted(state.profile()),
                state.tickPosition(),
                state.revision(),
                state.version(),
                state.changedAt(),
                state.receivedAt(),
                state.memberships(),
                state.entered(),
                state.left(),
                state.nextChange(),
                state.history());
    }

    private static ProfileChanged sorted(ProfileChanged profile) {
        return withFacts(
                profile,
                facts -> new Facts(
                        facts.identifier(),
                        facts.consent(),
                        facts.attributes(),
                        facts.realisations().stream()
                                .sorted(Comparator.comparing(Realisations::trait)
                                        .thenComparing(Realisations::source))
                                .toList()));
    }

    private static ProfileChanged withFacts(ProfileChanged profile, UnaryOperator<Facts> change) {
        return new ProfileChanged(
                profile.tenant(),
                profile.identifier(),
                profile.version(),
                profile.changedAt(),
                profile.receivedAt(),
                profile.facts().stream().map(change).toList(),
                profile.mergePolicies(),
                profile.links());
    }

    private static Set<String> some(Random random, List<String> words) {
        Set<String> some = new HashSet<>(Set.of("nobody-has-this"));
        words.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
        return some;
    }

    private static ProfileChanged only(ProfileChanged profile, Set<String> traits, Set<String> attributes) {
        return withFacts(
                profile,
                facts -> new Facts(
                        facts.identifier(),
                        facts.consent(),
                        facts.attributes().entrySet().stream()
                                .filter(attribute -> attributes.contains(attribute.getKey()))
                                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                        facts.realisations().stream()
                                .filter(realisations -> traits.contains(realisations.trait()))
                                .toList()));
    }

    @Test
    void aForgottenIdentifierLeavesLittleBehind() {
        Instant at = Instant.ofEpochSecond(RandomRules.EPOCH);
        MembershipState state = new MembershipState(
                1L << 40,
                forgotten(),
                7,
                3,
                at.toEpochMilli(),
                at,
                at,
                List.of(),
                List.of(),
                List.of("b"),
                Evaluation.NEVER,
                List.of());

        byte[] bytes = StateCodec.encode(state, EMPTY);

        assertEquals(state, StateCodec.decode("acme", "cookie:1", bytes, EMPTY));
        assertTrue(bytes.length < 50, bytes.length + " bytes");
    }

    @Test
    void theBytesAreASixthOfTheJson() {
        Random random = new Random(7);
        long binary = 0;
        long json = 0;
        for (int i = 0; i < 1_000; i++) {
            MembershipState state = state(random, new RandomProfiles(random).profile());
            binary += StateCodec.encode(state, DICTIONARY).length;
            json += MessageJson.write(state.profile()).length + MessageJson.write(state.told()).length;
        }

        assertTrue(binary * 6 < json, binary + " of " + json + " bytes");
    }

    @Test
    void anUnknownFormatIsNotGuessed() {
        byte[] bytes = StateCodec.encode(state(new Random(1), new RandomProfiles(new Random(1)).profile()), EMPTY);
        bytes[0] = 5;

        assertThrows(IllegalArgumentException.class, () -> StateCodec.decode("acme", "cookie:1", bytes, EMPTY));
    }

    @Test
    void aStateOfTheFormatWithoutLinksIsStillRead() {
        MembershipState state =
                StateCodec.decode("acme", "cookie:1", HexFormat.of().parseHex(FORMAT_1), EMPTY);

        assertEquals(List.of(), state.profile().links());
        assertEquals(
                List.of(new Realisations("a", "www", List.of(RandomRules.EPOCH - 5, RandomRules.EPOCH))),
                state.profile().facts().getFirst().realisations());
    }

    @Test
    void aStateOfTheFormatWithoutValuesIsStillRead() {
        ProfileChanged profile = StateCodec.decode(
                        "acme", "cookie:1", HexFormat.of().parseHex(FORMAT_2), EMPTY)
                .profile();

        assertEquals(
                List.of(new Realisations("a", "www", List.of(RandomRules.EPOCH - 5, RandomRules.EPOCH))),
                profile.facts().getFirst().realisations());
        assertEquals(List.of(new Link(0, 1, 3, 20_775)), profile.links());
    }

    @Test
    void aStateOfTheFormatWithoutWordsIsStillRead() {
        Instant at = Instant.ofEpochMilli(RandomRules.EPOCH * 1_000 + 250);
        Facts facts = new Facts(
                "cookie:1",
                new Consent(true, false, at),
                Map.of(
                        "geo.city", new Attribute("London", at.minusMillis(7), "www"),
                        "custom.age", new Attribute("42", at.minusMillis(7), "crm")),
                List.of(
                        new Realisations("a", "www", List.of(RandomRules.EPOCH - 9, RandomRules.EPOCH - 5)),
                        new Realisations("b", "www", List.of(RandomRules.EPOCH - 3), List.of(1_500_000L))));
        ProfileChanged profile = new ProfileChanged(
                "acme",
                "cookie:1",
                5,
                at,
                null,
                List.of(facts),
                List.of(new MergedIdentifiers("linked-devices", List.of("cookie:1"), 1)),
                List.of(new Link(0, 1, 3, 20_775)));

        MembershipState state =
                StateCodec.decode("acme", "cookie:1", HexFormat.of().parseHex(FORMAT_3), DICTIONARY);

        assertEquals(
                new MembershipState(
                        7,
                        profile,
                        -1,
                        3,
                        at.toEpochMilli(),
                        at,
                        at.minusMillis(3),
                        List.of(
                                new Membership("a", 2, at.minusMillis(900), null),
                                new Membership("london", 1, at, Instant.ofEpochSecond(RandomRules.EPOCH + 30))),
                        List.of("london"),
                        List.of("b"),
                        RandomRules.EPOCH + 30,
                        List.of()),
                state);
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
                random.nextBoolean() ? Evaluation.NEVER : RandomRules.EPOCH + random.nextInt(100),
                history(random, changedAt));
    }

    private static List<Change> history(Random random, Instant changedAt) {
        List<Change> history = new ArrayList<>();
        Instant at = changedAt;
        for (int left = random.nextInt(4); left > 0; left--) {
            List<Change.Step> steps = new ArrayList<>();
            for (int more = 1 + random.nextInt(3); more > 0; more--) {
                steps.add(new Change.Step("s" + random.nextInt(5), random.nextBoolean(), random.nextInt(200)));
            }
            Change.Cause cause = Change.Cause.values()[random.nextInt(3)];
            history.add(new Change(cause, at, steps));
            at = at.minusMillis(random.nextInt());
        }
        return history;
    }
}
