package dmp.segment.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dmp.segment.rule.Observed;
import dmp.segment.rule.Steps;

/** Finds when steps were done one after another. */
final class Sequences {

    private Sequences() {}

    /**
     * The seconds at which all steps had been done, one for each occurrence of the last step that ends them: ascending. A
     * last step that does not happen is done when its window ends. What comes after a second decides nothing about it, so
     * these are occurrences like any others.
     */
    static Occurrences done(Steps steps, Function<Observed, Occurrences> occurrences) {
        long[] done = occurrences.apply(steps.first()).at();
        List<Steps.Next> then = steps.then();
        for (int i = 0; i < then.size() && done.length > 0; i++) {
            Steps.Next next = then.get(i);
            long[] at = occurrences.apply(next.observed()).at();
            done = next.happens() ? following(done, at, next) : undisturbed(done, at, next);
        }
        return new Occurrences(done);
    }

    /** Those at which the step is done that follows one of the seconds before. */
    private static long[] following(long[] before, long[] at, Steps.Next next) {
        long[] found = new long[at.length];
        int size = 0;
        int earlier = 0;
        for (long second : at) {
            while (earlier < before.length && before[earlier] < second) {
                earlier++;
            }
            // The latest of those before is the one whose window ends last.
            if (earlier > 0
                    && (next.within() == null
                            || second < before[earlier - 1] + next.within().seconds())) {
                found[size++] = second;
            }
        }
        return Arrays.copyOf(found, size);
    }

    /** The ends of the windows in which nothing happens. */
    private static long[] undisturbed(long[] before, long[] at, Steps.Next next) {
        long window = next.within().seconds();
        long[] found = new long[before.length];
        int size = 0;
        for (long second : before) {
            int first = Occurrences.firstFrom(at, second + 1);
            if (first == at.length || at[first] >= second + window) {
                found[size++] = second + window;
            }
        }
        return Arrays.copyOf(found, size);
    }
}
