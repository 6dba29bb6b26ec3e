package dmp.profile.identity;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What is known of the link to one other identifier: a last-writer-wins element for each way of matching the two. Immutable, and
 * of one form only: evidence that an unlink has overtaken is not kept.
 *
 * @param evidence the latest of each match method that speaks for the link, by match method; empty when none does any more
 * @param unlinkedAt when the link was last undone, in milliseconds since 1970; {@link #NEVER} when it never was
 */
public record Link(List<Evidence> evidence, long unlinkedAt) {

    public static final long NEVER = Long.MIN_VALUE;

    public Link {
        evidence = unlinkedAt == NEVER
                ? List.copyOf(evidence)
                : evidence.stream().filter(told -> told.at() > unlinkedAt).toList();
    }

    static Link seen(Evidence evidence) {
        return new Link(List.of(evidence), NEVER);
    }

    static Link unlinked(long at) {
        return new Link(List.of(), at);
    }

    /**
     * @param at when the two were seen together, in milliseconds since 1970
     * @param source who saw it
     * @param matchMethod how they were matched, as OpenRTB 2.6 {@code eid.mm}
     */
    public record Evidence(long at, String source, int matchMethod) implements Comparable<Evidence> {

        private static final Comparator<Evidence> LATEST_LAST = Comparator.comparingLong(Evidence::at)
                .thenComparingInt(Evidence::matchMethod)
                .thenComparing(Evidence::source);

        private static final long DAY = 86_400_000;

        @Override
        public int compareTo(Evidence other) {
            return LATEST_LAST.compare(this, other);
        }

        /** On which day the two were seen together, in days since 1970 (UTC). */
        public long day() {
            return Math.floorDiv(at, DAY);
        }
    }

    /** True while the latest evidence is later than the latest unlink. */
    public boolean isLive() {
        return !evidence.isEmpty();
    }

    /** The latest evidence of any match method; null when the link is not live. */
    public Evidence latest() {
        return evidence.stream().max(Comparator.naturalOrder()).orElse(null);
    }

    /** When something was last said of the link. Grows only. */
    long lastToldAt() {
        return isLive() ? latest().at() : unlinkedAt;
    }

    /** Something speaks for it that was seen at or before the moment. */
    public boolean hasEvidenceUntil(long moment) {
        return evidence.stream().anyMatch(told -> told.at() <= moment);
    }

    /** Without what was said at or before the moment. */
    Link after(long moment) {
        return new Link(
                evidence.stream().filter(told -> told.at() > moment).toList(),
                unlinkedAt > moment ? unlinkedAt : NEVER);
    }

    /** The same element with all that another one knows. */
    Link and(Link other) {
        SortedMap<Integer, Evidence> methodToLatest = new TreeMap<>();
        evidence.forEach(told -> methodToLatest.put(told.matchMethod(), told));
        other.evidence.forEach(told ->
                methodToLatest.merge(told.matchMethod(), told, BinaryOperator.maxBy(Comparator.naturalOrder())));
        return new Link(List.copyOf(methodToLatest.values()), Math.max(unlinkedAt, other.unlinkedAt));
    }
}
