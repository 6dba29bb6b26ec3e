package dmp.segment.rule;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/**
 * A condition on the signals of one event, stated in a segment's rule. Behind it stands a trait that profile-service realises for such
 * events; all rules of a tenant that state the same condition share it.
 */
public sealed interface EventRule {

    /** Signals asked in one condition, and connectives inside one another: what profile-service takes for a trait. */
    int MOST_SIGNALS = 100;

    int MOST_DEPTH = 8;

    /** Every one of at least two conditions holds. */
    record All(List<EventRule> rules) implements EventRule {
        public All {
            rules = List.copyOf(rules);
        }
    }

    /** At least one of at least two conditions holds. */
    record Any(List<EventRule> rules) implements EventRule {
        public Any {
            rules = List.copyOf(rules);
        }
    }

    /** The condition does not hold. */
    record Not(EventRule rule) implements EventRule {
        public Not {
            Objects.requireNonNull(rule);
        }
    }

    /**
     * A signal is as the constraint asks. One that the event lacks never is.
     *
     * @param key canonical key, e.g. {@code page.path}
     */
    record Signal(String key, Constraint constraint) implements EventRule {
        public Signal {
            Objects.requireNonNull(key);
            Objects.requireNonNull(constraint);
        }
    }

    /** The id of the trait behind it: the same for the same condition, whoever states it. */
    default String traitId() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(RuleText.print(this).getBytes(StandardCharsets.UTF_8));
            return "event-" + HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Why it is too large, or null when it is not. */
    default String excess() {
        if (signals() > MOST_SIGNALS) {
            return "The condition on an event asks for more than " + MOST_SIGNALS + " signals.";
        }
        return depth() > MOST_DEPTH
                ? "The condition on an event is nested deeper than " + MOST_DEPTH + " levels."
                : null;
    }

    private int signals() {
        return this instanceof Signal
                ? 1
                : parts().stream().mapToInt(EventRule::signals).sum();
    }

    private int depth() {
        return 1 + parts().stream().mapToInt(EventRule::depth).max().orElse(0);
    }

    /** What it is made of. */
    default List<EventRule> parts() {
        return switch (this) {
            case All all -> all.rules;
            case Any any -> any.rules;
            case Not not -> List.of(not.rule);
            case Signal _ -> List.of();
        };
    }
}
