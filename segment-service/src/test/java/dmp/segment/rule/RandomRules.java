package dmp.segment.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Rules of every shape from a seed, over short windows. */
public final class RandomRules {

    /** All times are within a few hundred seconds of this one. */
    public static final long EPOCH = 1_795_000_000L;

    private final RandomGenerator random;
    private final World world;
    private final List<String> segments;

    /** @param segments which segments a rule may refer to */
    public RandomRules(RandomGenerator random, World world, List<String> segments) {
        this.random = random;
        this.world = world;
        this.segments = segments;
    }

    /** As the other, in the {@link World#NARROW} world. */
    public RandomRules(RandomGenerator random, List<String> segments) {
        this(random, World.NARROW, segments);
    }

    public Rule rule(int depth) {
        return world.anchored
                ? new Rule.All(
                        List.of(new Rule.Trait(pick(world.traits), Frequency.ONCE, Recency.EVER), anyRule(depth)))
                : anyRule(depth);
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
        return kind < 3
                ? new Rule.Attribute(pick(world.attributes), constraint())
                : new Rule.Trait(pick(world.traits), frequency(), recency());
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

    private Recency recency() {
        return switch (random.nextInt(5)) {
            case 0 -> Recency.EVER;
            case 1 -> new Recency.Since(instant());
            case 2 -> new Recency.Before(instant());
            default ->
                new Recency.Within(
                        random.nextInt(4) == 0
                                ? new Window(1 + random.nextInt(5), Window.Unit.MINUTES)
                                : new Window(1 + random.nextInt(world.windows), Window.Unit.SECONDS));
        };
    }

    private Instant instant() {
        long midnight = EPOCH - EPOCH % 86_400;
        return Instant.ofEpochSecond(random.nextInt(5) == 0 ? midnight : EPOCH - random.nextInt(300));
    }

    private Constraint constraint() {
        return switch (random.nextInt(7)) {
            case 0 -> new Constraint.Exists();
            case 1 -> new Constraint.In(List.of(pick(world.texts), pick(world.texts)));
            case 2 -> new Constraint.Prefix(pick(world.texts));
            case 3 -> new Constraint.Suffix(pick(world.texts));
            case 4 -> new Constraint.Contains(pick(world.texts));
            case 5 ->
                new Constraint.Compare(
                        pick(List.of(Constraint.Comparison.values())), new BigDecimal(pick(world.numbers)));
            default -> new Constraint.Equals(pick(world.texts));
        };
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
