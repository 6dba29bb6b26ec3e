package dmp.ingestion.contract;

/**
 * What the person behind an identifier and the law allow, or a source's contract does, each purpose by itself.
 *
 * @param collection what the identifier does may be recorded
 * @param profiling what was recorded may be remembered as traits and attributes (TCF purposes 3 and 5)
 * @param activation memberships may be told to ad networks (TCF purpose 4; a "sale" or "sharing" in US law)
 */
public record Consent(boolean collection, boolean profiling, boolean activation) {

    public static final Consent ALL = new Consent(true, true, true);
    public static final Consent NONE = new Consent(false, false, false);
}
