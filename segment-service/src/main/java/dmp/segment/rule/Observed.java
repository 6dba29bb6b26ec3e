package dmp.segment.rule;

import java.util.List;
import java.util.Objects;

/**
 * Occurrences of a trait.
 *
 * @param trait the trait's id
 * @param sources those that one of these sources told; all when it is empty
 */
public record Observed(String trait, List<String> sources) {

    public Observed {
        Objects.requireNonNull(trait);
        sources = List.copyOf(sources);
    }

    /** True when it is one of these occurrences that a source told of a trait. */
    public boolean isFrom(String toldTrait, String source) {
        return trait.equals(toldTrait) && (sources.isEmpty() || sources.contains(source));
    }
}
