package dmp.profile.contract;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known through one identifier: its whole current state, never a delta. A merged profile is a view: the facts of
 * each linked identifier travel unmerged, and the reader unites those that its merge policy allows.
 *
 * @param tenant the customer
 * @param identifier through whom the profile is seen, {@code namespace:value}
 * @param version grows with every record of this identifier; an older version than one already seen is to be ignored
 * @param changedAt when the view was made
 * @param receivedAt when the platform received the event that led to this record; null when none did
 * @param facts the facts of the identifier itself first, then of each linked identifier that any merge policy reaches;
 *     empty when the identifier has been forgotten, and so must be by every reader
 * @param mergePolicies which identifiers {@link #LINKED_DEVICES} unites; {@link #DEVICE_ONLY} is always the first facts alone, and
 *     what a tenant's own merge policy unites follows from the links, see {@link MergeRule}
 * @param links all that is known to link the identifiers whose facts these are
 */
public record ProfileChanged(
        String tenant,
        String identifier,
        long version,
        Instant changedAt,
        Instant receivedAt,
        List<Facts> facts,
        List<MergedIdentifiers> mergePolicies,
        List<Link> links) {

    /** The merge policy that looks at the identifier's own facts alone. */
    public static final String DEVICE_ONLY = "device-only";

    /** The merge policy that looks at the facts of all identifiers linked to it. */
    public static final String LINKED_DEVICES = "linked-devices";

    public ProfileChanged {
        facts = facts == null ? List.of() : List.copyOf(facts);
        mergePolicies = mergePolicies == null ? List.of() : List.copyOf(mergePolicies);
        links = links == null ? List.of() : List.copyOf(links);
    }

    public String key() {
        return tenant + '|' + identifier;
    }

    public boolean isForgotten() {
        return facts.isEmpty();
    }

    /**
     * All that is held about one identifier.
     *
     * @param identifier whose facts these are
     * @param consent the last known consent; null when none was ever given, which allows nothing
     * @param attributes last known value of each attribute signal, by its canonical key
     * @param realisations by trait and source, the moments at which the trait was realised
     */
    public record Facts(
            String identifier, Consent consent, Map<String, Attribute> attributes, List<Realisations> realisations) {
        public Facts {
            attributes = attributes == null ? Map.of() : Map.copyOf(attributes);
            realisations = realisations == null ? List.of() : List.copyOf(realisations);
        }
    }

    /**
     * @param profiling facts may be used for segments
     * @param activation memberships may be told to ad networks
     * @param at when the consent was told
     */
    public record Consent(boolean profiling, boolean activation, Instant at) {}

    /**
     * @param value canonical value
     * @param at when it was observed
     * @param source who observed it
     */
    public record Attribute(String value, Instant at, String source) {}

    /**
     * @param trait the trait's id
     * @param source from which source the occurrences came
     * @param at one entry an occurrence, in seconds since 1970, ascending; an entry repeats when two events share a second
     * @param values what each occurrence is worth, in millionths, from -{@link #MOST} to {@link #MOST}; empty when none is worth
     *     anything
     */
    public record Realisations(String trait, String source, List<Long> at, List<Long> values) {

        /** A hundred million: sums of all that one view can hold stay within 64 bits. */
        public static final long MOST = 100_000_000_000_000L;

        public Realisations {
            at = List.copyOf(at);
            values = values == null ? List.of() : List.copyOf(values);
        }

        public Realisations(String trait, String source, List<Long> at) {
            this(trait, source, at, List.of());
        }
    }

    /**
     * @param mergePolicy the policy's id
     * @param identifiers the identifiers it unites, the profile's own first, the closest next
     * @param leftOut how many more it would unite but for its caps
     */
    public record MergedIdentifiers(String mergePolicy, List<String> identifiers, int leftOut) {
        public MergedIdentifiers {
            identifiers = List.copyOf(identifiers);
        }
    }

    /**
     * Two identifiers were seen together, and nothing said since then has undone that. One for each way in which they were matched.
     *
     * @param one the place of the one end among the facts, from 0
     * @param other the place of the other, a later one
     * @param matchMethod how they were matched, as OpenRTB 2.6 {@code eid.mm}
     * @param day on which they were last seen together, matched so, in days since 1970 (UTC)
     */
    public record Link(int one, int other, int matchMethod, long day) {}
}
