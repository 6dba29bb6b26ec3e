package dmp.ingestion.contract;

/**
 * What the person behind an identifier, the source's contract and the law allow, each purpose by itself.
 *
 * @param collection what the identifier does may be recorded
 * @param profiling what was recorded may be remembered as traits and attributes (TCF purposes 3 and 5)
 * @param activation memberships may be told to ad networks (TCF purpose 4; a "sale" or "sharing" in US law)
 */
public record Consent(boolean collection, boolean profiling, boolean activation) {

    public static final Consent ALL = new Consent(true, true, true);
    public static final Consent NONE = new Consent(false, false, false);

    /** What both allow. */
    public Consent and(Consent other) {
        return new Consent(
                collection && other.collection, profiling && other.profiling, activation && other.activation);
    }
}
