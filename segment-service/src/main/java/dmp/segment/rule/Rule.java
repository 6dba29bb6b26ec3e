package dmp.segment.rule;

import java.util.List;
import java.util.Objects;

/** A condition on a profile at an instant. */
public sealed interface Rule {

    /** Every one of at least two rules holds. */
    record All(List<Rule> rules) implements Rule {
        public All {
            rules = atLeastTwo(rules);
        }
    }

    /** At least one of at least two rules holds. */
    record Any(List<Rule> rules) implements Rule {
        public Any {
            rules = atLeastTwo(rules);
        }
    }

    /** The rule does not hold. */
    record Not(Rule rule) implements Rule {
        public Not {
            Objects.requireNonNull(rule);
        }
    }

    /**
     * The trait was realised that often in that time.
     *
     * @param id the trait's id
     */
    record Trait(String id, Frequency frequency, Recency recency) implements Rule {
        public Trait {
            Objects.requireNonNull(id);
            Objects.requireNonNull(frequency);
            Objects.requireNonNull(recency);
        }
    }

    /**
     * The last known value of an attribute is as the constraint asks. An attribute that is not known never is.
     *
     * @param key canonical key of the signal, e.g. {@code geo.city}
     */
    record Attribute(String key, Constraint constraint) implements Rule {
        public Attribute {
            Objects.requireNonNull(key);
            Objects.requireNonNull(constraint);
        }
    }

    /**
     * The rule of another segment holds, seen through that segment's own merge policy.
     *
     * @param id the other segment's id
     */
    record Segment(String id) implements Rule {
        public Segment {
            Objects.requireNonNull(id);
        }
    }

    private static List<Rule> atLeastTwo(List<Rule> rules) {
        if (rules.size() < 2) {
            throw new IllegalArgumentException("a conjunction or disjunction of " + rules.size() + " rules");
        }
        return List.copyOf(rules);
    }
}
