package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.RandomProfiles;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.Frequency;
import dmp.segment.rule.RandomRules;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;
import dmp.segment.rule.Window;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DecisionTest {

    private static final Instant NOW = Instant.ofEpochSecond(RandomRules.EPOCH);

    /** So many changes of memberships. */
    private static final int KEPT = 3;

    private static final RuleIndex RULES = rules("recent", new Recency.Within(new Window(30, Window.Unit.SECONDS)));

    @Test
    void whoMatchesEntersAndIsTold() {
        Decision decision = decide(null, profile(1, NOW), NOW);

        assertTrue(decision.isTold());
        MembershipChanged told = decision.state().told();
        assertEquals(List.of("recent"), told.entered());
        assertEquals(NOW, told.memberships().getFirst().since());
        assertEquals(NOW.plusSeconds(30), told.memberships().getFirst().until());
        assertEquals(NOW, told.receivedAt());
        assertEquals(RandomRules.EPOCH + 30, decision.state().nextChange());
    }

    @Test
    void whoMatchesNothingIsKeptButNotTold() {
        Decision decision = decide(null, profile(1), NOW);

        assertFalse(decision.isTold());
        assertEquals(0, decision.state().version());
        assertEquals(1, decision.state().profile().version());
    }

    @Test
    void aDenialIsToldThoughThereIsNoSegmentAndSilenceIsNot() {
        Decision denied = decide(null, withConsent(1, new Consent(true, false, NOW)), NOW);
        Decision silent = decide(null, withConsent(1, null), NOW);

        assertTrue(denied.isTold());
        assertFalse(denied.state().told().activationAllowed());
        assertEquals(List.of(), denied.state().told().memberships());
        assertFalse(silent.isTold());
    }

    @Test
    void stayingLongerKeepsSinceAndIsNotTold() {
        MembershipState before = decide(null, profile(1, NOW), NOW).state();

        Decision decision = decide(before, profile(2, NOW, NOW.plusSeconds(5)), NOW.plusSeconds(5));

        assertFalse(decision.isTold());
        assertEquals(NOW, decision.state().memberships().getFirst().since());
        assertEquals(
                NOW.plusSeconds(35), decision.state().memberships().getFirst().until());
        assertEquals(before.version(), decision.state().version());
    }

    @Test
    void theHistoryNamesTheVersionOfTheRuleThatWasAskedAndWhatLedToIt() {
        Decision entered = decide(null, profile(1, NOW), NOW);
        Decision repeated = decide(entered.state(), profile(1, NOW), NOW.plusSeconds(1));
        Decision stayed = decide(entered.state(), profile(2, NOW), NOW.plusSeconds(1));
        RuleIndex newer = RuleTree.of(List.of(new SegmentRule(
                "recent",
                7,
                MergePolicy.DEVICE_ONLY,
                new Rule.Trait("b", Frequency.ONCE, new Recency.Within(new Window(30, Window.Unit.SECONDS))))));
        Decision left = Decision.of(entered.state(), new Pending(), 0, newer, 2, KEPT, NOW.plusSeconds(2));
        Pending ordered = new Pending();
        ordered.addTick(1, 2);
        Decision archived =
                Decision.of(entered.state(), ordered, 0, RuleTree.of(List.of()), 2, KEPT, NOW.plusSeconds(2));

        Change entry = new Change(Change.Cause.PROFILE, NOW, List.of(new Change.Step("recent", true, 1)));
        assertEquals(List.of(entry), entered.state().history());
        assertEquals(List.of(entry), repeated.state().history());
        assertEquals(List.of(entry), stayed.state().history());
        assertEquals(
                List.of(
                        new Change(Change.Cause.TIME, NOW.plusSeconds(2), List.of(new Change.Step("recent", false, 7))),
                        entry),
                left.state().history());
        assertEquals(
                List.of(
                        new Change(
                                Change.Cause.RULES, NOW.plusSeconds(2), List.of(new Change.Step("recent", false, 1))),
                        entry),
                archived.state().history());
    }

    @Test
    void soManyChangesAreKeptAndNoneOfWhoIsForgotten() {
        MembershipState state = null;
        for (int i = 0; i < KEPT + 2; i++) {
            state = decide(state, i % 2 == 0 ? profile(i + 1, NOW) : profile(i + 1), NOW.plusSeconds(i))
                    .state();
        }

        assertEquals(KEPT, state.history().size());
        assertEquals(NOW.plusSeconds(KEPT + 1), state.history().getFirst().at());
        assertEquals(NOW.plusSeconds(2), state.history().getLast().at());
        assertEquals(
                List.of(),
                decide(state, with(99, List.of(), List.of()), NOW).state().history());
    }

    @Test
    void aTickAfterTheWindowMakesItLeave() {
        MembershipState before = decide(null, profile(1, NOW), NOW).state();

        Decision decision = tick(before, 7, NOW.plusSeconds(30));

        MembershipChanged told = decision.state().told();
        assertTrue(decision.isTold());
        assertEquals(List.of("recent"), told.left());
        assertEquals(List.of(), told.memberships());
        assertNull(told.receivedAt());
        assertTrue(told.version() > before.version());
    }

    @Test
    void aTickForASupersededInstantDoesNothing() {
        MembershipState before = decide(null, profile(1, NOW), NOW).state();

        Decision decision = tick(before, 7, NOW.plusSeconds(29));

        assertFalse(decision.isTold());
        assertEquals(before.memberships(), decision.state().memberships());
        assertEquals(before.nextChange(), decision.state().nextChange());
    }

    @Test
    void aTickForNobodyIsForgotten() {
        Decision decision = tick(null, 7, NOW);

        assertNull(decision.state());
        assertFalse(decision.isTold());
    }

    @Test
    void whatComesAgainIsToldAgainUnchanged() {
        MembershipState before = decide(null, profile(1, NOW), NOW).state();

        Decision decision = decide(before, profile(1, NOW), NOW.plusSeconds(3));

        assertTrue(decision.isTold());
        assertEquals(before.told(), decision.state().told());
    }

    @Test
    void aTickThatComesAgainIsToldAgain() {
        MembershipState member = decide(null, profile(1, NOW), NOW).state();
        MembershipState left = tick(member, 7, NOW.plusSeconds(30)).state();

        Decision decision = tick(left, 7, NOW.plusSeconds(40));

        assertTrue(decision.isTold());
        assertEquals(left.told(), decision.state().told());
    }

    @Test
    void whatComesAgainTogetherWithNewsThatChangesNothingIsToldAgain() {
        MembershipState before = decide(null, profile(1, NOW), NOW).state();
        Pending pending = new Pending();
        pending.add(profile(1, NOW));
        pending.add(profile(2, NOW));

        Decision decision = Decision.of(before, pending, 0, RULES, 1, KEPT, NOW.plusSeconds(3));

        assertTrue(decision.isTold());
        assertEquals(before.told(), decision.state().told());
    }

    @Test
    void consentAndLinksOfAMemberAreTold() {
        ProfileChanged profile = profile(1, NOW);
        MembershipState before = decide(null, profile, NOW).state();
        Facts own = profile.facts().getFirst();
        Facts denied = new Facts("cookie:1", new Consent(true, false, NOW), Map.of(), own.realisations());
        List<MergedIdentifiers> linked =
                List.of(new MergedIdentifiers("linked-devices", List.of("cookie:1", "ttd:x"), 0));

        Decision consent = decide(before, with(2, List.of(denied), List.of()), NOW);
        Decision links = decide(before, with(2, List.of(own), linked), NOW);

        assertTrue(consent.isTold());
        assertFalse(consent.state().told().activationAllowed());
        assertTrue(links.isTold());
        assertEquals(List.of("ttd:x"), links.state().told().linkedIdentifiers());
    }

    @Test
    void whoIsForgottenIsToldOnceAndALateRecordBringsNobodyBack() {
        MembershipState member = decide(null, profile(5, NOW), NOW).state();

        Decision forgotten = decide(member, with(6, List.of(), List.of()), NOW);
        Decision late = decide(forgotten.state(), profile(5, NOW), NOW);
        Decision anew = decide(forgotten.state(), profile(7, NOW), NOW);

        assertTrue(forgotten.state().told().forgotten());
        assertEquals(List.of("recent"), forgotten.state().told().left());
        assertEquals(forgotten.state().told(), late.state().told());
        assertTrue(anew.isTold());
        assertFalse(anew.state().told().forgotten());
        assertTrue(anew.state().version() > forgotten.state().version());
    }

    /** Law 2: late, twice, in any order and in any batches, the same profiles and ticks end in the same memberships. */
    @ParameterizedTest
    @ValueSource(longs = {11, 20261124})
    void everyOrderAndRepetitionEndsInTheSameState(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            RuleIndex rules = RuleTree.of(List.of(
                    new SegmentRule("x", 1, MergePolicy.LINKED_DEVICES, new RandomRules(random, List.of()).rule(2)),
                    new SegmentRule("y", 1, MergePolicy.DEVICE_ONLY, new RandomRules(random, List.of("x")).rule(2))));
            List<ProfileChanged> profiles = new ArrayList<>();
            for (int version = 1; version <= 4; version++) {
                ProfileChanged profile = new RandomProfiles(random).profile();
                profiles.add(new ProfileChanged(
                        "acme",
                        "cookie:1",
                        version,
                        NOW,
                        NOW,
                        profile.facts(),
                        profile.mergePolicies(),
                        profile.links()));
            }
            MembershipState expected = null;
            for (ProfileChanged profile : profiles) {
                expected = Decision.of(expected, pending(profile), 0, rules, 1, KEPT, NOW)
                        .state();
            }
            List<ProfileChanged> scrambled = new ArrayList<>(profiles);
            scrambled.add(profiles.get(random.nextInt(4)));
            scrambled.sort(Comparator.comparing(_ -> random.nextInt()));

            MembershipState state = null;
            for (ProfileChanged profile : scrambled) {
                state = Decision.of(state, pending(profile), 0, rules, 1, KEPT, NOW)
                        .state();
            }

            assertEquals(expected.segments(), state.segments());
            assertEquals(expected.activationAllowed(), state.activationAllowed());
            assertEquals(expected.linkedIdentifiers(), state.linkedIdentifiers());
            assertEquals(expected.nextChange(), state.nextChange());
        }
    }

    private static Pending pending(ProfileChanged profile) {
        Pending pending = new Pending();
        pending.add(profile);
        return pending;
    }

    private static Decision decide(MembershipState before, ProfileChanged profile, Instant now) {
        return Decision.of(before, pending(profile), 0, RULES, 1, KEPT, now);
    }

    private static Decision tick(MembershipState before, long position, Instant now) {
        Pending pending = new Pending();
        pending.addTick(position, 0);
        return Decision.of(before, pending, 0, RULES, 1, KEPT, now);
    }

    private static RuleIndex rules(String segment, Recency recency) {
        return RuleTree.of(List.of(
                new SegmentRule(segment, 1, MergePolicy.DEVICE_ONLY, new Rule.Trait("a", Frequency.ONCE, recency))));
    }

    private static ProfileChanged withConsent(long version, Consent consent) {
        return with(version, List.of(new Facts("cookie:1", consent, Map.of(), List.of())), List.of());
    }

    private static ProfileChanged profile(long version, Instant... realised) {
        List<Long> seconds =
                Arrays.stream(realised).map(Instant::getEpochSecond).toList();
        Facts facts = new Facts(
                "cookie:1",
                new Consent(true, true, NOW),
                Map.of(),
                seconds.isEmpty() ? List.of() : List.of(new Realisations("a", "www", seconds)));
        return with(version, List.of(facts), List.of());
    }

    private static ProfileChanged with(long version, List<Facts> facts, List<MergedIdentifiers> policies) {
        return new ProfileChanged("acme", "cookie:1", version, NOW, NOW, facts, policies, List.of());
    }
}
