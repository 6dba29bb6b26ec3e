package dmp.segment.rule;

import java.util.List;
import java.util.Objects;

/**
 * Occurrences of a trait.
 *
 * @param trait the trait's id, or a {@link Folder} for those of any trait in it
 * @param sources those that one of these sources told; all when it is empty
 * @param event the condition that the rule states, when the trait is the one behind it; else null
 */
public record Observed(String trait, List<String> sources, EventRule event) {

    public Observed {
        Objects.requireNonNull(trait);
        sources = List.copyOf(sources);
    }

    public Observed(String trait, List<String> sources) {
        this(trait, sources, null);
    }

    /** Those of the trait behind a condition on events. */
    public static Observed of(EventRule event, List<String> sources) {
        return new Observed(event.traitId(), sources, event);
    }

    /** A trait or a folder of all sources: nothing that has to be told but its name. */
    public boolean isPlain() {
        return sources.isEmpty() && event == null;
    }

    /** True when it may be one of these occurrences by who told it. */
    public boolean isFrom(String source) {
        return sources.isEmpty() || sources.contains(source);
    }
}
