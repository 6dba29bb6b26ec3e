package dmp.segment.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

import dmp.segment.rule.Frequency;
import dmp.segment.rule.Recency;
import dmp.segment.rule.Rule;

/**
 * What rules ask of one trait, as chains. "3 to 5 times within 30 days" is "at least 3 times, and not at least 6 times",
 * and "at least n times within d" can be told from the count in window d, or from the age of the n-th last occurrence: of
 * the two ways to group, the one that needs fewer dimensions.
 */
final class TraitDimensions {

    private final int firstDimension;
    private final List<Chain> chains = new ArrayList<>();

    private TraitDimensions(int firstDimension) {
        this.firstDimension = firstDimension;
    }

    static TraitDimensions of(List<Rule.Trait> asked, Dimensions dimensions) {
        TraitDimensions result = new TraitDimensions(dimensions.size());
        TreeSet<Integer> counts = new TreeSet<>();
        TreeSet<Long> windows = new TreeSet<>();
        List<Recency> fixed = new ArrayList<>();
        for (Rule.Trait trait : asked) {
            switch (trait.recency()) {
                case Recency.Ever _, Recency.Within _ -> {
                    windows.add(seconds(trait.recency()));
                    counts.addAll(bounds(trait.frequency()));
                }
                case Recency.Since _, Recency.Before _ -> {
                    if (!fixed.contains(trait.recency())) {
                        fixed.add(trait.recency());
                    }
                }
                case Recency.During during -> throw Dimensions.withoutCells(during);
            }
        }
        if (windows.size() <= counts.size()) {
            asked.stream()
                    .map(Rule.Trait::recency)
                    .filter(recency -> !fixed.contains(recency))
                    .filter(distinctBySeconds())
                    .forEach(recency -> result.chains.add(count(recency, asked)));
        } else {
            long[] lengths = windows.stream().mapToLong(Long::longValue).toArray();
            counts.forEach(n -> result.chains.add(new Chain.Age(n, lengths)));
        }
        fixed.forEach(recency -> result.chains.add(count(recency, asked)));
        result.chains.forEach(chain -> dimensions.add(Dimensions.Kind.TIMED, chain.size()));
        return result;
    }

    private static Predicate<Recency> distinctBySeconds() {
        TreeSet<Long> seen = new TreeSet<>();
        return recency -> seen.add(seconds(recency));
    }

    private static Chain count(Recency recency, List<Rule.Trait> asked) {
        return new Chain.Count(
                recency,
                asked.stream()
                        .filter(trait -> isSame(trait.recency(), recency))
                        .flatMap(trait -> bounds(trait.frequency()).stream())
                        .mapToInt(Integer::intValue)
                        .sorted()
                        .distinct()
                        .toArray());
    }

    private static List<Integer> bounds(Frequency frequency) {
        List<Integer> bounds = new ArrayList<>(2);
        if (frequency.min() > 0) {
            bounds.add(frequency.min());
        }
        if (frequency.max() < Frequency.UNBOUNDED) {
            bounds.add(frequency.max() + 1);
        }
        return bounds;
    }

    /** "7 days" and "1 week" are the same. */
    private static boolean isSame(Recency one, Recency other) {
        return one.equals(other)
                || (one instanceof Recency.Within && other instanceof Recency.Within && seconds(one) == seconds(other));
    }

    private static long seconds(Recency recency) {
        return switch (recency) {
            case Recency.Within(var window) -> window.seconds();
            case Recency.Ever _, Recency.Since _, Recency.Before _, Recency.During _ -> Chain.NEVER;
        };
    }

    Formula formula(Frequency frequency, Recency recency) {
        List<Formula> parts = new ArrayList<>(2);
        if (frequency.min() > 0) {
            parts.add(atLeast(frequency.min(), recency, false));
        }
        if (frequency.max() < Frequency.UNBOUNDED) {
            parts.add(atLeast(frequency.max() + 1, recency, true));
        }
        return Formula.all(parts);
    }

    private Formula atLeast(int times, Recency recency, boolean negated) {
        for (int i = 0; i < chains.size(); i++) {
            int cell =
                    switch (chains.get(i)) {
                        case Chain.Count(Recency counted, int[] bounds)
                        when isSame(counted, recency) -> 1 + Arrays.binarySearch(bounds, times);
                        case Chain.Age(int n, long[] windows)
                        when n == times && (recency instanceof Recency.Ever || recency instanceof Recency.Within) ->
                            windows.length - Arrays.binarySearch(windows, seconds(recency));
                        case Chain.Count _, Chain.Age _ -> 0;
                    };
            if (cell > 0) {
                Cells cells = Cells.from(cell);
                return Formula.on(firstDimension + i, negated ? cells.not() : cells);
            }
        }
        throw new IllegalStateException("no dimension for " + times + " times " + recency);
    }

    void read(long[] at, Cellular into) {
        for (int i = 0; i < chains.size(); i++) {
            into.set(firstDimension + i, chains.get(i), at);
        }
    }
}
