package dmp.segment.rule;

import java.util.List;
import java.util.Objects;

/**
 * Occurrences of a trait.
 *
 * @param trait the trait's id, or a {@link Folder} for those of any trait in it
 * @param sources those that one of these sources told; all when it is empty
 */
public record Observed(String trait, List<String> sources) {

    public Observed {
        Objects.requireNonNull(trait);
        sources = List.copyOf(sources);
    }

    /** True when it may be one of these occurrences by who told it. */
    public boolean isFrom(String source) {
        return sources.isEmpty() || sources.contains(source);
    }
}
