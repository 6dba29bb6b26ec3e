package dmp.segment.evaluation;

import java.util.List;
import java.util.Random;

import dmp.profile.contract.MergeRule;

/** Merge policies from a seed. */
public final class RandomPolicies {

    private RandomPolicies() {}

    /** One for which links do not grow too old. */
    public static MergePolicy lasting(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> MergePolicy.DEVICE_ONLY;
            case 1 -> MergePolicy.LINKED_DEVICES;
            default -> own(random, null);
        };
    }

    /** Any at all. */
    public static MergePolicy any(Random random) {
        return random.nextBoolean() ? lasting(random) : own(random, random.nextInt(4));
    }

    private static MergePolicy own(Random random, Integer linkDays) {
        List<Integer> matchMethods = random.nextBoolean() ? List.of() : List.of(2 + random.nextInt(2));
        int depth = 1 + random.nextInt(2);
        return new MergePolicy(
                "own" + matchMethods + linkDays + depth, new MergeRule(List.of(), matchMethods, linkDays, depth, 3));
    }
}
