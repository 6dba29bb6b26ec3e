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
     * @param id the trait's id, or a {@link Folder} for any trait in it
     */
    record Trait(String id, Frequency frequency, Recency recency) implements Rule {
        public Trait {
            Objects.requireNonNull(id);
            Objects.requireNonNull(frequency);
            Objects.requireNonNull(recency);
        }
    }

    /**
     * As {@link Trait}, of the occurrences that certain sources told, or of events of a kind that the rule states itself.
     *
     * @param observed not {@linkplain Observed#isPlain() plain}
     */
    record Sourced(Observed observed, Frequency frequency, Recency recency) implements Rule {
        public Sourced {
            Objects.requireNonNull(frequency);
            Objects.requireNonNull(recency);
            if (observed.isPlain()) {
                throw new IllegalArgumentException("of all sources: that is a trait");
            }
        }
    }

    /**
     * The first or the last occurrence so far was in that time, or was not. Who has none has neither.
     *
     * @param inside false when it was at another time
     * @param recency not {@link Recency#EVER}
     */
    record Endpoint(End end, Observed observed, boolean inside, Recency recency) implements Rule {

        /** Which of the occurrences. */
        public enum End {
            FIRST,
            LAST
        }

        /** How often in that time. */
        public record Count(Frequency frequency, Recency recency) {}

        public Endpoint {
            Objects.requireNonNull(end);
            Objects.requireNonNull(observed);
            if (recency instanceof Recency.Ever) {
                throw new IllegalArgumentException("the first or last at any time");
            }
        }

        /** The same said by counting: the first occurrence alone, or for the last all of them. */
        public List<Count> counts() {
            Count some = new Count(Frequency.ONCE, Recency.EVER);
            if (end == End.LAST && recency instanceof Recency.Before(var instant)) {
                Recency later = new Recency.Since(instant);
                return inside
                        ? List.of(some, new Count(Frequency.NEVER, later))
                        : List.of(new Count(Frequency.ONCE, later));
            }
            return inside
                    ? List.of(new Count(Frequency.ONCE, recency))
                    : List.of(some, new Count(Frequency.NEVER, recency));
        }
    }

    /**
     * What the occurrences in that time are worth adds up to so much. Without one, the sum is 0.
     *
     * @param observed without an event that the rule states itself: the trait says what its realisations are worth
     */
    record Sum(Observed observed, Amount amount, Recency recency) implements Rule {
        public Sum {
            Objects.requireNonNull(amount);
            Objects.requireNonNull(recency);
            if (observed.event() != null) {
                throw new IllegalArgumentException("the sum of events that are worth nothing");
            }
        }
    }

    /** The steps were done that often; they count in that time if the last of them was done in it. */
    record Sequence(Steps steps, Frequency frequency, Recency recency) implements Rule {
        public Sequence {
            Objects.requireNonNull(steps);
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

    /**
     * The identifier is in a part of all identifiers that is drawn by lot once for ever, by the name of the drawing. Each
     * identifier draws for itself, whatever it is linked to: no link that comes or goes moves it. Parts of the same name that
     * do not overlap have nobody in common.
     *
     * @param from where the part begins, in hundredths of a per cent
     * @param to where it ends, not included; above {@code from} and at most {@link #WHOLE}
     */
    record Sample(String name, int from, int to) implements Rule {

        /** All identifiers. */
        public static final int WHOLE = 10_000;

        public Sample {
            if (name.isBlank() || from < 0 || to <= from || to > WHOLE) {
                throw new IllegalArgumentException("from " + from + " to " + to + " of \"" + name + "\"");
            }
        }
    }

    /** The points of the rules that hold add up to at least so many: sometimes, but not always. */
    record Score(List<Term> terms, int atLeast) implements Rule {

        /** @param points what it counts when the rule holds; below zero when it speaks against, never zero */
        public record Term(Rule rule, int points) {
            public Term {
                Objects.requireNonNull(rule);
                if (points == 0) {
                    throw new IllegalArgumentException("a term without points");
                }
            }
        }

        public Score {
            terms = List.copyOf(terms);
            if (atLeast > most(terms) || atLeast <= least(terms)) {
                throw new IllegalArgumentException("at least " + atLeast + " of " + terms);
            }
        }

        /** The highest score there may be. */
        public static int most(List<Term> terms) {
            return terms.stream().mapToInt(term -> Math.max(0, term.points)).sum();
        }

        /** The lowest score there may be. */
        public static int least(List<Term> terms) {
            return terms.stream().mapToInt(term -> Math.min(0, term.points)).sum();
        }
    }

    private static List<Rule> atLeastTwo(List<Rule> rules) {
        if (rules.size() < 2) {
            throw new IllegalArgumentException("a conjunction or disjunction of " + rules.size() + " rules");
        }
        return List.copyOf(rules);
    }
}
