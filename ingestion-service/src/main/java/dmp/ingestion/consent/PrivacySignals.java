package dmp.ingestion.consent;

/**
 * What the browser itself says, by request header.
 *
 * @param globalPrivacyControl {@code Sec-GPC: 1}: no sale, no sharing, so no activation
 * @param doNotTrack {@code DNT: 1}: no collection
 */
public record PrivacySignals(boolean globalPrivacyControl, boolean doNotTrack) {

    /** For what does not come from a browser. */
    public static final PrivacySignals NONE = new PrivacySignals(false, false);

    /** Both headers mean something only with the value 1. */
    public static PrivacySignals ofHeaders(String secGpc, String dnt) {
        return new PrivacySignals("1".equals(secGpc), "1".equals(dnt));
    }
}
