package dmp.segment.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What happens one after another. Each step comes at a later second than the one before; of two that share a second, neither
 * comes after the other. Its window begins with the step before: an occurrence at t is within D of one at s while
 * {@code s < t < s + D}.
 *
 * @param first what it begins with
 * @param then at least one further step; only the last may be one that does not happen
 */
public record Steps(Observed first, List<Next> then) {

    public Steps {
        Objects.requireNonNull(first);
        then = List.copyOf(then);
        if (then.isEmpty()
                || then.subList(0, then.size() - 1).stream().anyMatch(next -> !next.happens())
                || then.size() >= Bounds.STEPS) {
            throw new IllegalArgumentException("a sequence of " + then);
        }
    }

    /**
     * A further step.
     *
     * @param happens false when nothing of it may happen in its window: such a step is done when the window ends
     * @param within how soon after the step before; null for any time, if it happens
     */
    public record Next(boolean happens, Observed observed, Window within) {
        public Next {
            Objects.requireNonNull(observed);
            if (!happens && within == null) {
                throw new IllegalArgumentException("to wait for ever for what does not happen");
            }
        }
    }

    /** The steps that happen, in their order. */
    public List<Observed> happening() {
        List<Observed> happening = new ArrayList<>();
        happening.add(first);
        then.stream().filter(Next::happens).map(Next::observed).forEach(happening::add);
        return happening;
    }

    /** All that it is about. */
    public List<Observed> observed() {
        List<Observed> observed = new ArrayList<>();
        observed.add(first);
        then.stream().map(Next::observed).forEach(observed::add);
        return observed;
    }
}
