package dmp.segment.matching;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RandomProfiles;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.RandomRules;
import dmp.segment.rule.Rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** The index against the evaluator that walks every tree: {@code -Ddmp.cases=100000} for as many profiles and index sizes. */
class IndexedRulesTest {

    private static final long NOW = RandomRules.EPOCH;
    private static final int CASES = Integer.getInteger("dmp.cases", 3_000);

    /** From a few rules, which are simply checked, to so many that anchors, rows and several words are in use. */
    @ParameterizedTest
    @CsvSource({"1, 3, 10", "2, 40, 40", "3, 400, 200", "4, 1500, 500"})
    void answersAndInstantsAreThoseOfTheRuleTree(long seed, int rules, int profilesPerIndex) {
        Random random = new Random(seed);
        for (int done = 0; done < CASES / 4; done += profilesPerIndex) {
            List<SegmentRule> segments = segments(random, rules);
            RuleIndex tree = RuleTree.of(segments);
            RuleIndex index = IndexedRules.of(segments, sample(random), NOW);
            for (int i = 0; i < profilesPerIndex; i++) {
                Profile profile = profile(random);
                long now = NOW + random.nextInt(-150, 150);

                Evaluation evaluation = index.evaluate(profile, now);

                assertEquals(tree.evaluate(profile, now), evaluation, () -> "rules " + rules + ", seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 10", "2, 40, 40", "3, 400, 200", "4, 1500, 500"})
    void anUpdateGivesWhatAFullMatchOfTheChangedProfileGives(long seed, int rules, int profilesPerIndex) {
        Random random = new Random(seed);
        for (int done = 0; done < CASES / 4; done += profilesPerIndex) {
            MatchingIndex index = MatchingIndex.of(segments(random, rules));
            Matcher updated = index.matcher();
            Matcher matched = index.matcher();
            MutableFacts facts = new MutableFacts(random);
            long now = NOW;
            updated.match(facts, now);
            for (int i = 0; i < profilesPerIndex; i++) {
                MutableFacts changes = facts.change(random);
                now += random.nextInt(3) == 0 ? random.nextInt(40) : 0;

                updated.update(changes, now);

                matched.match(facts, now);
                assertEquals(held(matched), held(updated), () -> "rules " + rules + ", seed " + seed);
                assertEquals(matched.nextChange(), updated.nextChange());
                assertEquals(held(matched), held(updated));
            }
        }
    }

    @Test
    void segmentsThatReferToOneAnotherInACircleAreRefused() {
        List<SegmentRule> circle = List.of(
                new SegmentRule("one", 1, "device-only", new Rule.Segment("two")),
                new SegmentRule("two", 1, "device-only", new Rule.Not(new Rule.Segment("one"))));

        assertThrows(IllegalArgumentException.class, () -> MatchingIndex.of(circle));
    }

    @Test
    void anIndexOfNoRulesHoldsOfNobody() {
        assertEquals(Evaluation.NOTHING, IndexedRules.of(List.of()).evaluate(profile(new Random(1)), NOW));
    }

    private static List<Integer> held(Matcher matcher) {
        List<Integer> held = new ArrayList<>();
        for (int rule = matcher.nextHeld(0); rule != Matcher.NONE; rule = matcher.nextHeld(rule + 1)) {
            held.add(rule);
        }
        assertEquals(held.size(), matcher.count());
        return held;
    }

    private static Profile profile(Random random) {
        return new Profile(new RandomProfiles(random).profile());
    }

    private static List<Profile> sample(Random random) {
        List<Profile> sample = new ArrayList<>();
        for (int i = random.nextInt(3) * 20; i > 0; i--) {
            sample.add(profile(random));
        }
        return sample;
    }

    /** A tenth of the rules may refer to others before them, and to one that is not there. */
    private static List<SegmentRule> segments(Random random, int count) {
        List<SegmentRule> segments = new ArrayList<>();
        List<String> earlier = new ArrayList<>(List.of("archived"));
        for (int i = 0; i < count; i++) {
            List<String> mayReferTo = count < 10 || random.nextInt(10) == 0 ? List.copyOf(earlier) : List.of();
            String id = "s" + random.nextInt(10) + "-" + i;
            String policy = random.nextBoolean() ? "device-only" : "linked-devices";
            segments.add(new SegmentRule(
                    id, random.nextInt(9), policy, new RandomRules(random, mayReferTo).rule(random.nextInt(4))));
            earlier.add(id);
        }
        return segments;
    }
}
