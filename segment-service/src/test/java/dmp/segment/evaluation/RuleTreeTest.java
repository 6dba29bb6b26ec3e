package dmp.segment.evaluation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.Explanation.Fact;
import dmp.segment.rule.RandomRules;
import dmp.segment.rule.Rule;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;
import dmp.segment.rule.World;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class RuleTreeTest {

    private static final long NOW = RandomRules.EPOCH;

    private static final long DAY = 86_400;

    private static final Consent CONSENT = new Consent(true, true, Instant.EPOCH);

    private static final Taxonomy TAXONOMY = new Taxonomy(World.NARROW.traitToFolder);

    /** {@code -Ddmp.cases=100000} for as many, {@code -Ddmp.seed} for others. */
    private static final int CASES = Integer.getInteger("dmp.cases", 3_000);

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, 4711})
    void truthAndTheInstantOfItsNextChangeAreThoseOfANaiveEvaluationSecondBySecond(long seed) {
        forAll(seed, RandomPolicies::lasting, (segments, profile, _) -> {
            RuleIndex index = RuleTree.of(segments.values(), TAXONOMY);
            NaiveRules naive = new NaiveRules(segments, World.NARROW.traitToFolder);

            Evaluation evaluation = index.evaluate(new Profile(profile), NOW);

            long nextChange = Evaluation.NEVER;
            List<Held> held = new ArrayList<>();
            for (SegmentRule segment : segments.values()) {
                boolean holds = naive.holds(segment.segment(), profile, NOW);
                long until = Later.first(second -> naive.holds(segment.segment(), profile, second) != holds);
                nextChange = Math.min(nextChange, until);
                if (holds) {
                    held.add(new Held(segment.segment(), segment.ruleVersion(), until));
                }
                Explanation explanation = index.explain(segment.segment(), new Profile(profile), NOW)
                        .orElseThrow();
                assertEquals(holds, explanation.holds());
                assertEquals(Evaluation.instant(until), explanation.changesAt());
            }
            assertEquals(held, evaluation.held(), () -> segments + "\n" + profile);
            assertEquals(nextChange, evaluation.nextChange(), () -> segments + "\n" + profile);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, 4711})
    void whatAnExplanationCountsAndSumsUpDecidesItsAnswersAlsoWhenTheyChange(long seed) {
        forAll(seed, RandomPolicies::lasting, (segments, profile, _) -> {
            RuleIndex index = RuleTree.of(segments.values(), TAXONOMY);

            for (SegmentRule segment : segments.values()) {
                for (long second : secondsOfChanges(index, segment, profile)) {
                    Explanation explanation = index.explain(segment.segment(), new Profile(profile), second)
                            .orElseThrow();
                    assertEvidence(segment.rule(), explanation.because(), second);
                }
            }
        });
    }

    /** Now, and around the instants at which parts of the rule change by themselves. */
    private static SortedSet<Long> secondsOfChanges(RuleIndex index, SegmentRule segment, ProfileChanged profile) {
        SortedSet<Long> seconds = new TreeSet<>(List.of(NOW));
        List<Explanation.Part> parts =
                new ArrayList<>(List.of(index.explain(segment.segment(), new Profile(profile), NOW)
                        .orElseThrow()
                        .because()));
        while (!parts.isEmpty()) {
            Explanation.Part part = parts.removeLast();
            parts.addAll(part.parts());
            if (part.changesAt() != null) {
                seconds.add(part.changesAt().getEpochSecond() - 1);
                seconds.add(part.changesAt().getEpochSecond());
            }
        }
        return seconds;
    }

    private static void assertEvidence(Rule rule, Explanation.Part part, long second) {
        Boolean told =
                switch (rule) {
                    case Rule.Trait trait -> trait.frequency().allows(part.count());
                    case Rule.Sourced sourced -> sourced.frequency().allows(part.count());
                    case Rule.Sequence sequence -> sequence.frequency().allows(part.count());
                    case Rule.Score score -> part.count() >= score.atLeast();
                    case Rule.Sum sum ->
                        sum.amount().allows(part.sum().movePointRight(6).longValueExact());
                    default -> null;
                };
        if (told != null) {
            assertEquals(told, part.holds(), () -> part + " at " + Instant.ofEpochSecond(second));
        }
        if (!(rule instanceof Rule.Attribute)) {
            assertFalse(
                    part.facts().stream()
                            .anyMatch(fact -> fact.at().stream().anyMatch(at -> at.getEpochSecond() > second)),
                    () -> part + " at " + Instant.ofEpochSecond(second));
        }
        List<Rule> parts =
                switch (rule) {
                    case Rule.All all -> all.rules();
                    case Rule.Any any -> any.rules();
                    case Rule.Not not -> List.of(not.rule());
                    case Rule.Score score ->
                        score.terms().stream().map(Rule.Score.Term::rule).toList();
                    default -> List.of();
                };
        for (int i = 0; i < parts.size(); i++) {
            assertEvidence(parts.get(i), part.parts().get(i), second);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, 4711})
    void underPoliciesForWhichLinksGrowOldNothingChangesBeforeTheInstantTold(long seed) {
        forAll(seed, RandomPolicies::any, (segments, profile, random) -> {
            RuleTree index = RuleTree.of(segments.values(), TAXONOMY);
            NaiveRules naive = new NaiveRules(segments, World.NARROW.traitToFolder);
            long now = NOW + random.nextInt(6) * DAY;

            Evaluation evaluation = index.evaluate(new Profile(profile), now);

            Map<String, Long> heldUntil = new HashMap<>();
            evaluation.held().forEach(held -> heldUntil.put(held.segment(), held.until()));
            for (String segment : segments.keySet()) {
                boolean held = heldUntil.containsKey(segment);
                long until = held ? heldUntil.get(segment) : evaluation.nextChange();
                for (long second : List.of(now, beforeMidnight(now), now + random.nextInt(6) * DAY, until - 1)) {
                    if (second < Math.min(until, now + 6 * DAY)) {
                        assertEquals(held, naive.holds(segment, profile, second), () -> segments + "\n" + profile);
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20261124, 4711})
    void aProfileThatWasLookedAtBeforeAnswersOfAnySecondAsOneThatWasNot(long seed) {
        forAll(seed, RandomPolicies::any, (segments, profile, random) -> {
            RuleTree index = RuleTree.of(segments.values(), TAXONOMY);
            Profile before = new Profile(profile);
            for (int i = 0; i < 4; i++) {
                // Links grow too old at midnight.
                long now = beforeMidnight(NOW + random.nextInt(6) * DAY) + random.nextInt(2);
                assertEquals(
                        index.evaluate(new Profile(profile), now),
                        index.evaluate(before, now),
                        () -> segments + "\n" + profile);
            }
        });
    }

    private static long beforeMidnight(long second) {
        return (second / DAY + 1) * DAY - 1;
    }

    private interface Law {
        void isKept(Map<String, SegmentRule> segments, ProfileChanged profile, Random random);
    }

    /** @param policies through which the segments look */
    private static void forAll(long seed, Function<Random, MergePolicy> policies, Law law) {
        Random random = new Random(seed + Long.getLong("dmp.seed", 0));
        for (int i = 0; i < CASES / 3; i++) {
            Map<String, SegmentRule> segments = segments(random, policies);
            law.isKept(segments, new RandomProfiles(random).profile(), random);
        }
    }

    /** Three segments; the later ones refer to the earlier, so there is no circle. */
    private static Map<String, SegmentRule> segments(Random random, Function<Random, MergePolicy> policies) {
        Map<String, SegmentRule> segments = new LinkedHashMap<>();
        List<String> earlier = new ArrayList<>(List.of("archived"));
        for (String id : List.of("s1", "s2", "s3")) {
            MergePolicy policy = policies.apply(random);
            segments.put(
                    id,
                    new SegmentRule(
                            id, random.nextInt(9), policy, new RandomRules(random, List.copyOf(earlier)).rule(3)));
            earlier.add(id);
        }
        return segments;
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0,   true
                    29,  true
                    30,  false
                    -1,  false
                    """)
    void anOccurrenceCountsFromItsSecondUntilTheWindowHasPassed(long secondsLater, boolean holds) {
        ProfileChanged profile = profile(facts("cookie:1", NOW));

        assertEquals(holds, isHeld("trait a in 30 seconds", profile, NOW + secondsLater));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    0,   false, true
                    1,   true,  false
                    29,  true,  false
                    30,  false, true
                    -1,  false, true
                    """)
    void aStepFollowsWhatCameBeforeItByLessThanItsWindow(long secondsLater, boolean follows, boolean failsToFollow) {
        ProfileChanged profile = profile(facts(
                "cookie:1",
                new Realisations("a", "www", List.of(NOW)),
                new Realisations("b", "www", List.of(NOW + secondsLater))));

        assertEquals(follows, isHeld("trait a then trait b within 30 seconds", profile, NOW + 30));
        assertEquals(failsToFollow, isHeld("trait a then not trait b within 30 seconds", profile, NOW + 30));
        assertFalse(isHeld("trait a then not trait b within 30 seconds", profile, NOW + 29));
    }

    @Test
    void frequencyIsSummedOverLinkedIdentifiersAndSourcesOnlyUnderThatPolicy() {
        ProfileChanged profile = profile(facts("cookie:1", NOW - 5), facts("cookie:2", NOW - 5));

        assertTrue(tree("trait a exactly 1 time").evaluate(new Profile(profile), NOW).held().stream()
                .anyMatch(held -> held.segment().equals("s")));
        assertTrue(RuleTree.of(List.of(segment("s", MergePolicy.LINKED_DEVICES, "trait a exactly 2 times")))
                .evaluate(new Profile(profile), NOW)
                .held()
                .stream()
                .anyMatch(held -> held.segment().equals("s")));
    }

    @Test
    void whoMayNotBeProfiledIsInNoSegmentNotEvenByNegation() {
        Facts denied = new Facts("cookie:1", new Consent(false, true, Instant.EPOCH), Map.of(), List.of());
        ProfileChanged profile = profile(denied, facts("cookie:2", NOW));

        Evaluation evaluation = tree("not trait b").evaluate(new Profile(profile), NOW);

        assertEquals(Evaluation.NOTHING, evaluation);
    }

    @Test
    void anExplanationShowsEachPartAndTheFactsThatDecide() {
        ProfileChanged profile = profile(facts("cookie:1", NOW - 10), facts("cookie:2", NOW - 20));
        RuleIndex index = RuleTree.of(List.of(
                segment("s", MergePolicy.LINKED_DEVICES, "trait a at least 2 times in 30 seconds and trait b")));

        Explanation explanation = index.explain("s", new Profile(profile), NOW).orElseThrow();

        assertFalse(explanation.holds());
        Explanation.Part frequent = explanation.because().parts().getFirst();
        assertTrue(frequent.holds());
        assertEquals(2, frequent.count());
        assertEquals(Instant.ofEpochSecond(NOW + 10), frequent.changesAt());
        assertEquals(
                List.of("cookie:1", "cookie:2"),
                frequent.facts().stream().map(Explanation.Fact::identifier).toList());
        assertFalse(explanation.because().parts().getLast().holds());
    }

    @Test
    void anExplanationShowsTheValuesOfAnAttributeThatALaterOneOverrules() {
        Attribute earlier = new Attribute("old", Instant.ofEpochSecond(NOW - 20), "crm");
        Attribute later = new Attribute("new", Instant.ofEpochSecond(NOW - 10), "www");
        ProfileChanged profile = profile(
                new Facts("cookie:1", CONSENT, Map.of("plan", earlier), List.of()),
                new Facts("cookie:2", CONSENT, Map.of("plan", later), List.of()),
                new Facts("cookie:3", CONSENT, Map.of(), List.of()));

        assertEquals(
                List.of(
                        new Fact("cookie:1", "crm", "old", List.of(earlier.at()), false),
                        new Fact("cookie:2", "www", "new", List.of(later.at()), true)),
                explained(MergePolicy.LINKED_DEVICES, "attribute plan = \"new\"", profile)
                        .facts());
    }

    @Test
    void anExplanationShowsAllStepsOfASequenceAndTheRulesOfSegmentsReferredTo() {
        ProfileChanged profile = profile(facts(
                "cookie:1",
                new Realisations("a", "www", List.of(NOW - 9, NOW - 7)),
                new Realisations("b", "crm", List.of(NOW - 8))));
        RuleIndex index = RuleTree.of(List.of(
                segment("s", MergePolicy.DEVICE_ONLY, "segment t"),
                segment("t", MergePolicy.DEVICE_ONLY, "trait a then trait b")));

        Explanation.Part reference =
                index.explain("s", new Profile(profile), NOW).orElseThrow().because();

        assertEquals(1, reference.parts().size());
        assertEquals("trait a then trait b", reference.parts().getFirst().rule());
        assertEquals(
                List.of(
                        new Fact("cookie:1", "www", null, instants(NOW - 7, NOW - 9), true),
                        new Fact("cookie:1", "crm", null, instants(NOW - 8), true)),
                reference.parts().getFirst().facts());
    }

    @Test
    void aShareHoldsOfThosePlacedFromItsStartToBeforeItsEnd() {
        int place = Drawing.place("test", "cookie:1");

        assertTrue(isInShare(place, place + 1));
        assertFalse(isInShare(place - 1, place));
        assertFalse(isInShare(place + 1, place + 2));
    }

    private static boolean isInShare(int from, int to) {
        SegmentRule share = new SegmentRule("s", 1, MergePolicy.DEVICE_ONLY, new Rule.Sample("test", from, to));
        return !RuleTree.of(List.of(share))
                .evaluate(new Profile(profile(facts("cookie:1", NOW))), NOW)
                .held()
                .isEmpty();
    }

    @Test
    void segmentsThatHoldComeInTheOrderOfTheirIdsWhateverRefersToWhat() {
        RuleIndex index = RuleTree.of(List.of(
                segment("a", MergePolicy.DEVICE_ONLY, "segment c"),
                segment("b", MergePolicy.DEVICE_ONLY, "trait a"),
                segment("c", MergePolicy.DEVICE_ONLY, "trait a")));

        assertEquals(
                List.of("a", "b", "c"),
                index.evaluate(new Profile(profile(facts("cookie:1", NOW))), NOW).held().stream()
                        .map(Held::segment)
                        .toList());
    }

    @Test
    void anAnswerHoldsUntilALinkMayBeTooOldAlsoThroughASegmentReferredTo() {
        long today = NOW / DAY;
        MergePolicy ofToday = new MergePolicy("today", new MergeRule(List.of(), List.of(), 0, 1, 3));
        ProfileChanged profile = new ProfileChanged(
                "acme",
                "cookie:1",
                1,
                Instant.ofEpochSecond(NOW),
                null,
                List.of(facts("cookie:1"), facts("cookie:2", NOW)),
                List.of(),
                List.of(new Link(0, 1, 2, today)));
        RuleIndex index = RuleTree.of(List.of(
                segment("linked", ofToday, "trait a"),
                segment("referring", MergePolicy.DEVICE_ONLY, "segment linked"),
                segment("alone", MergePolicy.DEVICE_ONLY, "not trait a")));

        Evaluation evaluation = index.evaluate(new Profile(profile), NOW);

        long midnight = (today + 1) * DAY;
        assertEquals(
                new Evaluation(
                        List.of(
                                new Held("alone", 1, Evaluation.NEVER),
                                new Held("linked", 1, midnight),
                                new Held("referring", 1, midnight)),
                        midnight),
                evaluation);
        assertEquals(
                Evaluation.instant(midnight),
                index.explain("referring", new Profile(profile), NOW)
                        .orElseThrow()
                        .changesAt());
    }

    private static Explanation.Part explained(MergePolicy policy, String rule, ProfileChanged profile) {
        return RuleTree.of(List.of(segment("s", policy, rule)))
                .explain("s", new Profile(profile), NOW)
                .orElseThrow()
                .because();
    }

    private static List<Instant> instants(long... seconds) {
        return LongStream.of(seconds).mapToObj(Instant::ofEpochSecond).toList();
    }

    @Test
    void anyTraitUnderAFolderCountsThoseThatAreFiledThereOrBelowTogether() {
        Taxonomy taxonomy = new Taxonomy(Map.of("a", "/Travel/Beach", "b", "/Travel", "in", "/Travelling"));
        ProfileChanged profile = profile(facts(
                "cookie:1",
                new Realisations("a", "www", List.of(NOW - 5)),
                new Realisations("b", "crm", List.of(NOW - 3)),
                new Realisations("in", "www", List.of(NOW - 1))));
        Map<String, Boolean> textToHolds = Map.of(
                "any trait under \"/Travel\" exactly 2 times", true,
                "any trait under \"/Travel/\" from source www exactly 1 time", true,
                "any trait under \"/\" exactly 3 times", true,
                "any trait under \"/Travel\" last in 3 seconds", false,
                "any trait under \"/Travel/Beach\" then any trait under \"/Travel\" within 5 seconds", true,
                "any trait under \"/Trave\"", false);

        textToHolds.forEach((text, holds) -> assertEquals(
                holds,
                !RuleTree.of(List.of(segment("s", MergePolicy.DEVICE_ONLY, text)), taxonomy)
                        .evaluate(new Profile(profile), NOW)
                        .held()
                        .isEmpty(),
                text));
    }

    @Test
    void segmentsInACircleAreRefused() {
        List<SegmentRule> circle = List.of(
                segment("s", MergePolicy.DEVICE_ONLY, "segment t"), segment("t", MergePolicy.DEVICE_ONLY, "segment s"));

        assertThrows(IllegalArgumentException.class, () -> RuleTree.of(circle));
    }

    private static boolean isHeld(String text, ProfileChanged profile, long now) {
        return !tree(text).evaluate(new Profile(profile), now).held().isEmpty();
    }

    private static RuleIndex tree(String text) {
        return RuleTree.of(List.of(segment("s", MergePolicy.DEVICE_ONLY, text)));
    }

    private static SegmentRule segment(String id, MergePolicy policy, String text) {
        try {
            return new SegmentRule(id, 1, policy, RuleText.parse(text, Vocabulary.UNCHECKED));
        } catch (RuleRefused refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    private static Facts facts(String identifier, long at) {
        return facts(identifier, new Realisations("a", "www", List.of(at)));
    }

    private static Facts facts(String identifier, Realisations... realisations) {
        return new Facts(identifier, CONSENT, Map.of(), List.of(realisations));
    }

    private static ProfileChanged profile(Facts... facts) {
        return new ProfileChanged(
                "acme",
                "cookie:1",
                1,
                Instant.ofEpochSecond(NOW),
                null,
                List.of(facts),
                List.of(new MergedIdentifiers("linked-devices", List.of("cookie:1", "cookie:2"), 0)),
                List.of());
    }
}
