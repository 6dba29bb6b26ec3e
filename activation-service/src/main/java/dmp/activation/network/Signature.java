package dmp.activation.network;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How webhooks and callbacks prove who sent them, in both directions alike: {@code sha256=} and the hex HMAC-SHA256 of the
 * timestamp in seconds since 1970, a dot, and the body's bytes. Two keys are live at a time, so that they can be changed
 * without a gap; a header says which one signed.
 */
public final class Signature {

    public static final String TIMESTAMP = "X-DMP-Timestamp";
    public static final String KEY = "X-DMP-Key";
    public static final String SIGNATURE = "X-DMP-Signature";

    private Signature() {}

    /** The reference of one of the two keys of a credential. */
    public static String reference(String credential, String keyId) {
        return credential + ".hmac." + keyId;
    }

    public static String of(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + '.').getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** Compares in constant time. */
    public static boolean isValid(String secret, String timestamp, byte[] body, String signature) {
        return signature != null
                && MessageDigest.isEqual(
                        of(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
                        signature.trim().getBytes(StandardCharsets.UTF_8));
    }

    /** False as well for a timestamp that is missing or unreadable. */
    public static boolean isFresh(String timestamp, Instant now, Duration tolerance) {
        if (timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
        return age.abs().compareTo(tolerance) <= 0;
    }
}
