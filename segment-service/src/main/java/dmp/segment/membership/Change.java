package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One change of an identifier's memberships. Written as a line of words: the cause, the instant in milliseconds to the base of 36, then
 * {@code +segment@version} for each segment entered and {@code -segment@version} for each left.
 */
record Change(Cause cause, Instant at, List<Step> steps) {

    private static final int BASE = 36;

    /** What led to a change. */
    public enum Cause {
        /** Something new is known of the identifier, or of one linked to it. */
        PROFILE("p"),
        /** A window began or ended. */
        TIME("t"),
        /** A segment is new, changed or archived. */
        RULES("r");

        private final String word;

        Cause(String word) {
            this.word = word;
        }

        private static Cause of(String word) {
            for (Cause cause : values()) {
                if (cause.word.equals(word)) {
                    return cause;
                }
            }
            throw new IllegalArgumentException("a change by " + word);
        }
    }

    /**
     * @param entered left otherwise
     * @param ruleVersion the version of the segment's rule that was asked; of an archived segment the last one that was, or 0 when that is
     *     not known any more
     */
    record Step(String segment, boolean entered, long ruleVersion) {

        private String word() {
            return (entered ? "+" : "-") + segment + '@' + ruleVersion;
        }

        private static Step of(String word) {
            int at = word.indexOf('@');
            if (at < 2) {
                throw new IllegalArgumentException("a step " + word);
            }
            return new Step(word.substring(1, at), word.charAt(0) == '+', Long.parseLong(word.substring(at + 1)));
        }
    }

    Change {
        steps = List.copyOf(steps);
    }

    String line() {
        StringBuilder line = new StringBuilder(cause.word).append(' ').append(Long.toString(at.toEpochMilli(), BASE));
        steps.forEach(step -> line.append(' ').append(step.word()));
        return line.toString();
    }

    /** @throws IllegalArgumentException when it is no such line */
    static Change of(String line) {
        String[] words = line.split(" ");
        if (words.length < 2) {
            throw new IllegalArgumentException("a change without an instant");
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            steps.add(Step.of(words[i]));
        }
        return new Change(Cause.of(words[0]), Instant.ofEpochMilli(Long.parseLong(words[1], BASE)), steps);
    }
}
