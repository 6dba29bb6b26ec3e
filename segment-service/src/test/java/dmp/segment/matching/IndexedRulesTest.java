package dmp.segment.matching;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import dmp.profile.contract.ProfileChanged;
import dmp.segment.evaluation.Evaluation;
import dmp.segment.evaluation.Evaluation.Held;
import dmp.segment.evaluation.Later;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.NaiveRules;
import dmp.segment.evaluation.Profile;
import dmp.segment.evaluation.RandomPolicies;
import dmp.segment.evaluation.RandomProfiles;
import dmp.segment.evaluation.RuleIndex;
import dmp.segment.evaluation.RuleTree;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.evaluation.Taxonomy;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.RandomRules;
import dmp.segment.rule.Rule;
import dmp.segment.rule.World;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * The index against the evaluator that walks every tree, and against a naive evaluation second by second:
 * {@code -Ddmp.cases=100000} for as many cases of each law, {@code -Ddmp.seed} for others.
 */
class IndexedRulesTest {

    private static final long NOW = RandomRules.EPOCH;
    private static final int CASES = Integer.getInteger("dmp.cases", 1_000);
    private static final long SEED = Long.getLong("dmp.seed", 0);

    /** From a few rules, which are simply checked, to so many that anchors, rows and several words are in use. */
    private static final String INDEXES = """
            NARROW,   3,    10
            NARROW,   40,   20
            NARROW,   400,  50
            NARROW,   1500, 100
            FREQUENT, 300,  50
            WIDE,     5,    10
            WIDE,     300,  50
            WIDE,     3000, 100
            RARE,     3000, 100
            NUMERIC,  300,  50
            """;

    private static final int SIZES = 10;

    @ParameterizedTest
    @CsvSource(textBlock = INDEXES)
    void answersAndInstantsAreThoseOfTheRuleTree(World world, int rules, int profilesPerIndex) {
        Random random = new Random(SEED + rules);
        for (int done = 0; done < CASES / SIZES; done += profilesPerIndex) {
            List<SegmentRule> segments = segments(random, world, rules);
            Taxonomy taxonomy = new Taxonomy(world.traitToFolder);
            RuleIndex tree = RuleTree.of(segments, taxonomy);
            RuleIndex index = IndexedRules.of(segments, taxonomy, sample(random, world), NOW);
            for (int i = 0; i < profilesPerIndex; i++) {
                Profile profile = profile(random, world);
                long now = NOW + random.nextInt(-150, 150);

                Evaluation evaluation = index.evaluate(profile, now);

                assertEquals(tree.evaluate(profile, now), evaluation);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(World.class)
    void theNextChangeIsTheFirstSecondAtWhichANaiveEvaluationDiffers(World world) {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES / World.values().length; i++) {
            List<SegmentRule> segments = segments(random, world, 1 + random.nextInt(3), false, RandomPolicies::lasting);
            NaiveRules naive = new NaiveRules(
                    segments.stream().collect(Collectors.toMap(SegmentRule::segment, Function.identity())),
                    world.traitToFolder);
            ProfileChanged profile = new RandomProfiles(random, world).profile();

            Evaluation evaluation =
                    IndexedRules.of(segments, new Taxonomy(world.traitToFolder)).evaluate(new Profile(profile), NOW);

            long nextChange = Evaluation.NEVER;
            List<Held> held = new ArrayList<>();
            for (SegmentRule segment : segments) {
                boolean holds = naive.holds(segment.segment(), profile, NOW);
                long until = Later.first(second -> naive.holds(segment.segment(), profile, second) != holds);
                nextChange = Math.min(nextChange, until);
                if (holds) {
                    held.add(new Held(segment.segment(), segment.ruleVersion(), until));
                }
            }
            held.sort(Comparator.comparing(Held::segment));
            assertEquals(new Evaluation(held, nextChange), evaluation, () -> segments + "\n" + profile);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = INDEXES)
    void anUpdateAnswersAsTheRuleTreeDoesOfTheChangedProfile(World world, int rules, int changesPerIndex) {
        Random random = new Random(SEED - rules);
        for (int done = 0; done < CASES / SIZES; done += changesPerIndex) {
            List<SegmentRule> segments = segments(random, world, rules, true, RandomPolicies::any);
            RuleIndex tree = RuleTree.of(segments);
            MutableFacts facts = MutableFacts.random(random, world);
            long now = NOW;
            Matcher matcher = MatchingIndex.of(segments).matcher().match(facts, now);
            for (int i = 0; i < changesPerIndex; i++) {
                MutableFacts changes = facts.change(random);
                now += random.nextInt(3) == 0 ? random.nextInt(40) : 0;

                matcher.update(changes, now);

                Evaluation expected = tree.evaluate(facts.profile(), now);
                assertEquals(expected, matcher.evaluation());
                if (random.nextInt(10) == 0) {
                    matcher.match(facts, now);
                    assertEquals(expected, matcher.evaluation());
                }
            }
        }
    }

    /** Of ranges with so many different ends that several cells share a bucket, and some ranges end within one. */
    @Test
    void aChangedNumberLeavesTheRangesThatItWasInAndEntersOthers() {
        Random random = new Random(SEED);
        int greatest = 2_000;
        for (int done = 0; done < CASES; done += 100) {
            List<long[]> ranges = new ArrayList<>();
            List<SegmentRule> segments = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                long[] one = range(random, greatest);
                long[] other = i % 3 == 0 ? one : range(random, greatest);
                ranges.add(new long[] {one[0], one[1], other[0], other[1]});
                segments.add(new SegmentRule(
                        "s" + i,
                        1,
                        MergePolicy.DEVICE_ONLY,
                        i % 3 == 0
                                ? within("custom.one", one)
                                : new Rule.All(List.of(within("custom.one", one), within("custom.other", other)))));
            }
            long[] numbers = {random.nextInt(greatest), random.nextInt(greatest)};
            Matcher matcher = MatchingIndex.of(segments).matcher().match(known(numbers), NOW);
            for (int i = 0; i < 100; i++) {
                int changed = random.nextInt(2);
                // Near, so that both are often in one bucket, or anywhere.
                numbers[changed] = random.nextBoolean()
                        ? Math.clamp(numbers[changed] + random.nextInt(-8, 9), 0, greatest)
                        : random.nextInt(greatest);
                matcher.update(known(numbers), NOW);

                assertEquals(
                        IntStream.range(0, segments.size())
                                .filter(rule -> isIn(ranges.get(rule), 0, numbers[0])
                                        && (rule % 3 == 0 || isIn(ranges.get(rule), 2, numbers[1])))
                                .mapToObj(rule -> "s" + rule)
                                .sorted()
                                .toList(),
                        matcher.evaluation().held().stream().map(Held::segment).toList());
            }
        }
    }

    private static long[] range(Random random, int greatest) {
        long from = random.nextInt(greatest);
        return new long[] {from, from + random.nextInt(200)};
    }

    private static Rule within(String key, long[] range) {
        return new Rule.Attribute(
                key, new Constraint.Between(BigDecimal.valueOf(range[0]), BigDecimal.valueOf(range[1])));
    }

    private static boolean isIn(long[] ranges, int first, long number) {
        return ranges[first] <= number && number <= ranges[first + 1];
    }

    private static ProfileFacts known(long[] numbers) {
        return (_, reader) -> {
            reader.attribute("custom.one", Long.toString(numbers[0]));
            reader.attribute("custom.other", Long.toString(numbers[1]));
        };
    }

    @ParameterizedTest
    @CsvSource(textBlock = INDEXES)
    void amendedRulesAnswerAsTheRuleTreeDoesOfTheNewOnes(World world, int rules, int profilesPerIndex) {
        Random random = new Random(SEED + 7 * rules);
        for (int done = 0; done < CASES / SIZES; done += profilesPerIndex) {
            IndexedRules index = IndexedRules.of(segments(random, world, rules));
            for (int amended = 0; amended < 2; amended++) {
                List<SegmentRule> segments = changed(index.segments(), random, world);
                // At first nothing is known to be filed anywhere.
                Taxonomy taxonomy = new Taxonomy(world.traitToFolder);
                RuleIndex tree = RuleTree.of(segments, taxonomy);
                index = index.amended(segments, taxonomy);
                for (int i = 0; i < profilesPerIndex / 2; i++) {
                    Profile profile = profile(random, world);

                    Evaluation evaluation = index.evaluate(profile, NOW);

                    assertEquals(tree.evaluate(profile, NOW), evaluation);
                }
            }
        }
    }

    /** Some are no more, some have other rules, and two are new, to one of which others refer. */
    private static List<SegmentRule> changed(Collection<SegmentRule> segments, Random random, World world) {
        List<SegmentRule> changed = new ArrayList<>();
        for (SegmentRule segment : segments) {
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 ->
                    changed.add(new SegmentRule(
                            segment.segment(),
                            segment.ruleVersion() + 1,
                            segment.mergePolicy(),
                            new RandomRules(random, world, List.of("new-0")).rule(2)));
                default -> changed.add(segment);
            }
        }
        changed.removeIf(segment -> segment.segment().startsWith("new-"));
        changed.add(new SegmentRule(
                "new-0",
                random.nextInt(9),
                MergePolicy.DEVICE_ONLY,
                new RandomRules(random, world, List.of()).rule(2)));
        changed.add(new SegmentRule(
                "new-1", 1, MergePolicy.DEVICE_ONLY, new RandomRules(random, world, List.of("new-0")).rule(2)));
        return changed;
    }

    @Test
    void whatHasChangedAndWhatRefersToItCountsAsChanged() {
        SegmentRule one = new SegmentRule("one", 1, MergePolicy.DEVICE_ONLY, new Rule.Segment("two"));
        SegmentRule two =
                new SegmentRule("two", 1, MergePolicy.DEVICE_ONLY, new Rule.Attribute("a", new Constraint.Exists()));
        SegmentRule three =
                new SegmentRule("three", 1, MergePolicy.DEVICE_ONLY, new Rule.Attribute("b", new Constraint.Exists()));
        IndexedRules index = IndexedRules.of(List.of(one, two, three));

        assertEquals(0, index.amended(List.of(one, two, three), Taxonomy.EMPTY).changed());
        assertEquals(2, index.amended(List.of(one, three), Taxonomy.EMPTY).changed());
        assertEquals(1, index.amended(List.of(one, two), Taxonomy.EMPTY).changed());
    }

    @Test
    void segmentsThatReferToOneAnotherInACircleAreRefused() {
        List<SegmentRule> circle = List.of(
                new SegmentRule("one", 1, MergePolicy.DEVICE_ONLY, new Rule.Segment("two")),
                new SegmentRule("two", 1, MergePolicy.DEVICE_ONLY, new Rule.Not(new Rule.Segment("one"))));

        assertThrows(IllegalArgumentException.class, () -> MatchingIndex.of(circle));
    }

    @Test
    void anIndexOfNoRulesHoldsOfNobody() {
        assertEquals(
                Evaluation.NOTHING, IndexedRules.of(List.of()).evaluate(profile(new Random(1), World.NARROW), NOW));
    }

    private static Profile profile(Random random, World world) {
        return new Profile(new RandomProfiles(random, world).profile());
    }

    private static List<Profile> sample(Random random, World world) {
        List<Profile> sample = new ArrayList<>();
        for (int i = random.nextInt(3) * 20; i > 0; i--) {
            sample.add(profile(random, world));
        }
        return sample;
    }

    /** A tenth of the rules may refer to others before them, and to one that is not there; of a few, each. */
    private static List<SegmentRule> segments(Random random, World world, int count) {
        return segments(random, world, count, false, RandomPolicies::any);
    }

    /** @param indexable only such rules as an index can decide by itself */
    private static List<SegmentRule> segments(
            Random random, World world, int count, boolean indexable, Function<Random, MergePolicy> policies) {
        List<SegmentRule> segments = new ArrayList<>();
        List<String> earlier = new ArrayList<>(List.of("archived"));
        for (int i = 0; i < count; i++) {
            List<String> mayReferTo = count < 10 || random.nextInt(10) == 0 ? List.copyOf(earlier) : List.of();
            String id = "s" + random.nextInt(10) + "-" + i;
            MergePolicy policy = policies.apply(random);
            RandomRules rules = indexable
                    ? RandomRules.indexable(random, world, mayReferTo)
                    : new RandomRules(random, world, mayReferTo);
            segments.add(new SegmentRule(id, random.nextInt(9), policy, rules.rule(random.nextInt(4))));
            earlier.add(id);
        }
        return segments;
    }
}
