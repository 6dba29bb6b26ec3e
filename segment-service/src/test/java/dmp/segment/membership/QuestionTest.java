package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.dictionary.Dictionary;
import dmp.segment.dictionary.DictionaryForTests;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RandomProfiles;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.matching.IndexedRules;
import dmp.segment.rule.RandomRules;
import dmp.segment.rule.World;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code -Ddmp.cases=100000} for as many cases, {@code -Ddmp.seed} for others. */
class QuestionTest {

    /** With numbers for some of the words. */
    private static final Dictionary DICTIONARY =
            DictionaryForTests.of(List.of("a", "s1001", "www", "custom.basket_value"));

    private static final int CASES = Integer.getInteger("dmp.cases", 2_000);
    private static final Taxonomy TAXONOMY = new Taxonomy(World.NARROW.traitToFolder);

    private static final long SEED = Long.getLong("dmp.seed", 0);
    private static final int PROFILES = 40;

    /**
     * After a change of some segments: whoever is not to be asked anew is, by the new rules, in what was decided, and stays so
     * until the instant that was decided; and nobody is asked in vain.
     */
    @ParameterizedTest
    @CsvSource({"6, 2", "40, 3", "150, 100"})
    void whoIsNotAskedAnewWouldAnswerAsBefore(int size, int changes) {
        Random random = new Random(SEED + size);
        int asked = 0;
        int passed = 0;
        for (int done = 0; done < CASES; done += PROFILES) {
            Map<String, SegmentRule> before = rules(random, size);
            Map<String, SegmentRule> after = new TreeMap<>(before);
            Set<String> changed = change(random, after, changes);
            RuleTree tree = RuleTree.of(after.values(), TAXONOMY);
            Question question = Question.about(IndexedRules.of(after.values(), TAXONOMY), changed);
            for (int i = 0; i < PROFILES; i++) {
                long decidedAt = RandomRules.EPOCH + random.nextInt(-150, 150);
                MembershipState state = decided(new RandomProfiles(random).profile(), before, decidedAt);
                long now = Math.min(decidedAt + random.nextInt(100), state.nextChange() - 1);

                boolean asksAnew = question.isAnsweredOtherwise(
                        StateCodec.glimpse(
                                "acme",
                                state.profile().identifier(),
                                StateCodec.encode(state, DICTIONARY),
                                DICTIONARY,
                                question.wanted()),
                        now);

                Evaluation evaluation = tree.evaluate(new Profile(state.profile()), now);
                boolean differs =
                        !ids(evaluation.held()).equals(ids(state)) || evaluation.nextChange() < state.nextChange();
                assertEquals(differs, asksAnew);
                asked += asksAnew ? 1 : 0;
                passed += asksAnew ? 0 : 1;
            }
        }
        assertTrue(asked > 0 && passed > 0, asked + " asked, " + passed + " passed");
    }

    private static MembershipState decided(ProfileChanged profile, Map<String, SegmentRule> rules, long second) {
        Pending pending = new Pending();
        pending.add(profile);
        return Decision.of(
                        null, pending, 1, RuleTree.of(rules.values(), TAXONOMY), 1, 20, Instant.ofEpochSecond(second))
                .state();
    }

    /** Segment and rule version. */
    private static Map<String, Long> ids(List<Held> held) {
        return held.stream().collect(Collectors.toMap(Held::segment, Held::ruleVersion));
    }

    private static Map<String, Long> ids(MembershipState state) {
        return state.memberships().stream().collect(Collectors.toMap(Membership::segment, Membership::ruleVersion));
    }

    /** Each may refer to those before it. */
    private static Map<String, SegmentRule> rules(Random random, int size) {
        Map<String, SegmentRule> rules = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            rules.put(id(i), rule(random, i, 1));
        }
        return rules;
    }

    private static SegmentRule rule(Random random, int i, long version) {
        List<String> referable = new ArrayList<>();
        for (int other = 0; other < i; other += 1 + random.nextInt(3)) {
            referable.add(id(other));
        }
        return new SegmentRule(
                id(i),
                version,
                random.nextBoolean() ? MergePolicy.DEVICE_ONLY : MergePolicy.LINKED_DEVICES,
                new RandomRules(random, World.NARROW, referable).rule(2));
    }

    /** Changes, adds and removes; answers which. */
    private static Set<String> change(Random random, Map<String, SegmentRule> rules, int changes) {
        Set<String> changed = new HashSet<>();
        for (int i = 0; i < changes; i++) {
            int index = random.nextInt(rules.size() + 1);
            changed.add(id(index));
            if (random.nextInt(4) == 0) {
                rules.remove(id(index));
            } else {
                rules.put(id(index), rule(random, index, 2));
            }
        }
        return changed;
    }

    private static String id(int i) {
        return "s" + (1_000 + i);
    }
}
