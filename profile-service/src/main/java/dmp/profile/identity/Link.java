package dmp.profile.identity;

import java.util.Comparator;

/**
 * What is known of the link to one other identifier: a last-writer-wins element. Immutable, and of one form only: evidence
 * that an unlink has overtaken is not kept.
 *
 * @param evidence the latest that speaks for the link; null when none does any more
 * @param unlinkedAt when the link was last undone, in milliseconds since 1970; {@link #NEVER} when it never was
 */
public record Link(Evidence evidence, long unlinkedAt) {

    public static final long NEVER = Long.MIN_VALUE;

    public Link {
        if (evidence != null && evidence.at() <= unlinkedAt) {
            evidence = null;
        }
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

        @Override
        public int compareTo(Evidence other) {
            return LATEST_LAST.compare(this, other);
        }
    }

    /** True while the latest evidence is later than the latest unlink. */
    public boolean isLive() {
        return evidence != null;
    }

    /** When something was last said of the link. Grows only. */
    long lastToldAt() {
        return evidence == null ? unlinkedAt : evidence.at();
    }

    /** The same element with all that another one knows. */
    Link and(Link other) {
        Evidence latest = evidence == null || (other.evidence != null && other.evidence.compareTo(evidence) > 0)
                ? other.evidence
                : evidence;
        return new Link(latest, Math.max(unlinkedAt, other.unlinkedAt));
    }
}
