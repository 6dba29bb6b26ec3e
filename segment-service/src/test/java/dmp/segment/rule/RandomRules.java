package dmp.segment.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rules of every shape from a seed, over short windows. */
public final class RandomRules {

    /** All times are within a few hundred seconds of this one. */
    public static final long EPOCH = 1_795_000_000L;

    /** Most of them have midnight within a few minutes of {@link #EPOCH}. */
    public static final List<ZoneId> ZONES = Stream.concat(
                    Stream.of("UTC", "Europe/London").map(ZoneId::of),
                    IntStream.of(-150, -20, 7, 60, 210)
                            .mapToObj(later -> ZoneOffset.ofTotalSeconds((int) (86_400 - EPOCH % 86_400) - later)))
            .toList();

    private final RandomGenerator random;
    private final World world;
    private final List<String> segments;
    private final boolean indexable;

    /** @param segments which segments a rule may refer to */
    public RandomRules(RandomGenerator random, World world, List<String> segments) {
        this(random, world, segments, false);
    }

    private RandomRules(RandomGenerator random, World world, List<String> segments, boolean indexable) {
        this.random = random;
        this.world = world;
        this.segments = segments;
        this.indexable = indexable;
    }

    /** Those only for which an index has cells. */
    public static RandomRules indexable(RandomGenerator random, World world, List<String> segments) {
        return new RandomRules(random, world, segments, true);
    }

    /** As the other, in the {@link World#NARROW} world. */
    public RandomRules(RandomGenerator random, List<String> segments) {
        this(random, World.NARROW, segments);
    }

    public Rule rule(int depth) {
        return switch (world.each) {
            case ANYTHING -> anyRule(depth);
            case A_TRAIT ->
                new Rule.All(List.of(new Rule.Trait(pick(world.traits), Frequency.ONCE, Recency.EVER), anyRule(depth)));
            case A_NUMBER -> new Rule.All(List.of(numbers(), anyRule(depth)));
        };
    }

    /** One comparison, or one of two. */
    private Rule numbers() {
        return random.nextBoolean() ? number() : new Rule.Any(List.of(number(), number()));
    }

    private Rule number() {
        return new Rule.Attribute(pick(world.attributes), random.nextBoolean() ? compare() : between());
    }

    private Rule anyRule(int depth) {
        if (depth > 0) {
            switch (random.nextInt(6)) {
                case 0 -> {
                    return new Rule.All(rules(depth));
                }
                case 1 -> {
                    return new Rule.Any(rules(depth));
                }
                case 2 -> {
                    return new Rule.Not(anyRule(depth - 1));
                }
                default -> {}
            }
        }
        int kind = random.nextInt(10);
        if (kind == 0 && !segments.isEmpty()) {
            return new Rule.Segment(pick(segments));
        }
        if (kind < 3) {
            return new Rule.Attribute(pick(world.attributes), constraint());
        }
        if (indexable || kind < 7) {
            return new Rule.Trait(trait(), frequency(), recency());
        }
        return switch (random.nextInt(9)) {
            case 8 ->
                new Rule.Sum(
                        new Observed(trait(), random.nextInt(3) == 0 ? sources() : List.of()), amount(), recency());
            case 0 ->
                new Rule.Sourced(
                        random.nextBoolean()
                                ? new Observed(trait(), sources())
                                : Observed.of(event(), random.nextBoolean() ? sources() : List.of()),
                        frequency(),
                        recency());
            case 1, 2 ->
                new Rule.Endpoint(
                        pick(List.of(Rule.Endpoint.End.values())), observed(), random.nextBoolean(), someRecency());
            case 3, 4 -> new Rule.Sequence(steps(), frequency(), recency());
            case 5 -> sample();
            default -> score(depth);
        };
    }

    /** Or, now and then, any in a folder. */
    private String trait() {
        return !indexable && random.nextInt(6) == 0 ? pick(world.folders) : pick(world.traits);
    }

    private List<String> sources() {
        return pick(List.of(List.of("www"), List.of("crm"), List.of("crm", "www"), List.of("in")));
    }

    private Observed observed() {
        List<String> sources = random.nextInt(3) == 0 ? sources() : List.of();
        return random.nextInt(6) == 0 ? Observed.of(event(), sources) : new Observed(trait(), sources);
    }

    /** One that profiles know the trait of, or any. */
    private EventRule event() {
        return random.nextInt(3) > 0 ? world.event : event(2);
    }

    private EventRule event(int depth) {
        return switch (random.nextInt(depth == 0 ? 1 : 4)) {
            case 1 -> new EventRule.All(List.of(event(depth - 1), event(depth - 1)));
            case 2 -> new EventRule.Any(List.of(event(depth - 1), event(depth - 1), event(depth - 1)));
            case 3 -> new EventRule.Not(event(depth - 1));
            default ->
                new EventRule.Signal(pick(List.of("page.path", "event.name", "custom.basket_value")), constraint());
        };
    }

    private Recency someRecency() {
        Recency recency = recency();
        return recency instanceof Recency.Ever ? someRecency() : recency;
    }

    private Steps steps() {
        List<Steps.Next> then = new ArrayList<>();
        int further = 1 + random.nextInt(3);
        for (int i = 1; i <= further; i++) {
            Window within = random.nextInt(3) == 0 ? null : seconds();
            boolean happens = i < further || random.nextInt(3) > 0;
            then.add(new Steps.Next(happens, observed(), happens ? within : seconds()));
        }
        return new Steps(observed(), then);
    }

    private Rule sample() {
        int from = random.nextInt(3) == 0 ? random.nextInt(Rule.Sample.WHOLE) : 0;
        return new Rule.Sample(
                pick(List.of("spring", "a \"test\"")), from, from + 1 + random.nextInt(Rule.Sample.WHOLE - from));
    }

    private Rule score(int depth) {
        List<Rule.Score.Term> terms = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(_ -> new Rule.Score.Term(
                        anyRule(Math.max(0, depth - 1)), random.nextInt(4) == 0 ? -2 : 1 + random.nextInt(3)))
                .toList();
        int least = Rule.Score.least(terms);
        return new Rule.Score(terms, least + 1 + random.nextInt(Rule.Score.most(terms) - least));
    }

    private List<Rule> rules(int depth) {
        return IntStream.range(0, 2 + random.nextInt(3))
                .mapToObj(_ -> anyRule(depth - 1))
                .toList();
    }

    private Frequency frequency() {
        int times = random.nextInt(world.times);
        return switch (random.nextInt(5)) {
            case 0 -> Frequency.atLeast(times + 1);
            case 1 -> Frequency.atMost(times);
            case 2 -> Frequency.exactly(times);
            case 3 -> new Frequency(times, times + random.nextInt(3));
            default -> Frequency.ONCE;
        };
    }

    private Amount amount() {
        long some = (random.nextInt(9) - 3) * 500_000L;
        return switch (random.nextInt(3)) {
            case 0 -> Amount.atLeast(some);
            case 1 -> Amount.atMost(some);
            default -> new Amount(some, some + random.nextInt(4) * 700_001L);
        };
    }

    private Recency recency() {
        return switch (random.nextInt(indexable ? 5 : 6)) {
            case 0 -> Recency.EVER;
            case 1 -> new Recency.Since(instant());
            case 2 -> new Recency.Before(instant());
            case 5 -> new Recency.During(pick(List.of(Period.values())), pick(ZONES));
            default ->
                new Recency.Within(
                        random.nextInt(4) == 0 ? new Window(1 + random.nextInt(5), Window.Unit.MINUTES) : seconds());
        };
    }

    private Window seconds() {
        return new Window(1 + random.nextInt(world.windows), Window.Unit.SECONDS);
    }

    private Instant instant() {
        long midnight = EPOCH - EPOCH % 86_400;
        return Instant.ofEpochSecond(random.nextInt(5) == 0 ? midnight : EPOCH - random.nextInt(300));
    }

    private Constraint constraint() {
        return switch (random.nextInt(9)) {
            case 8 ->
                new Constraint.Near(
                        BigDecimal.valueOf(random.nextInt(-900, 901), 1),
                        BigDecimal.valueOf(random.nextInt(-1_800, 1_801), 1),
                        1 + random.nextInt(Constraint.Near.FARTHEST));
            case 0 -> new Constraint.Exists();
            case 1 -> new Constraint.In(List.of(pick(world.texts), pick(world.texts)));
            case 2 -> new Constraint.Prefix(pick(world.texts));
            case 3 -> new Constraint.Suffix(pick(world.texts));
            case 4 -> new Constraint.Contains(pick(world.texts));
            case 5 -> compare();
            case 6 -> between();
            default -> new Constraint.Equals(pick(world.texts));
        };
    }

    private Constraint compare() {
        return new Constraint.Compare(
                pick(List.of(Constraint.Comparison.values())), new BigDecimal(pick(world.numbers)));
    }

    private Constraint between() {
        BigDecimal one = new BigDecimal(pick(world.numbers));
        BigDecimal other = new BigDecimal(pick(world.numbers));
        return new Constraint.Between(one.min(other), one.max(other));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
