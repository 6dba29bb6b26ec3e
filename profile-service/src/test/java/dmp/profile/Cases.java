package dmp.profile;

import java.util.List;
import java.util.Random;

/**
 * Runs a property on many random cases. Each case has a seed of its own, named when it fails. The number is that of the
 * system property {@code dmp.cases}, or the test's own.
 */
public final class Cases {

    private static final long FIRST_SEED = Long.getLong("dmp.seed", 1);

    private Cases() {}

    public interface Property {
        void check(Random random) throws Exception;
    }

    public static void check(int usually, Property property) {
        int cases = Integer.getInteger("dmp.cases", usually);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + cases; seed++) {
            try {
                property.check(new Random(seed * 0x9E3779B97F4A7C15L));
            } catch (AssertionError | Exception e) {
                throw new AssertionError("Case with -Ddmp.seed=" + seed + " -Ddmp.cases=1: " + e.getMessage(), e);
            }
        }
    }

    public static <T> T oneOf(Random random, List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
