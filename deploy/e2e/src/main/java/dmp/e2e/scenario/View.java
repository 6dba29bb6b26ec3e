package dmp.e2e.scenario;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** All that may be known about a visitor, whichever of their identifiers it was observed on. */
public final class View {

    private final List<Observed> known;

    View(List<Observed> known) {
        this.known = List.copyOf(known);
    }

    /** How often a page under this path was seen, after {@code since} and until {@code now}. */
    public long pages(String prefix, Instant since, Instant now) {
        return known.stream()
                .filter(observed -> observed.isPageUnder(prefix))
                .filter(observed ->
                        observed.at().isAfter(since) && !observed.at().isAfter(now))
                .count();
    }

    /** Whether a source has ever said this. */
    public boolean hasCode(String source, String code) {
        return known.stream()
                .anyMatch(observed ->
                        observed.source().equals(source) && observed.codes().contains(code));
    }

    /** Where the visitor was last; empty text when nowhere. */
    public String city() {
        return known.stream()
                .filter(observed -> observed.place() != null)
                .max(Comparator.comparing(Observed::at).thenComparing(Observed::id))
                .map(observed -> observed.place().city())
                .orElse("");
    }
}
