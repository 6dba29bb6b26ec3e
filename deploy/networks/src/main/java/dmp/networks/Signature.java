package dmp.networks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The signature that webhooks and callbacks carry: {@code X-DMP-Timestamp} in seconds since 1970, {@code X-DMP-Key} which
 * of two live keys, {@code X-DMP-Signature: sha256=<hex HMAC-SHA256 of timestamp, a dot and the body>}.
 */
final class Signature {

    static final String TIMESTAMP = "X-DMP-Timestamp";
    static final String KEY = "X-DMP-Key";
    static final String SIGNATURE = "X-DMP-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private Signature() {}

    static String of(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    static boolean isValid(String secret, String timestamp, byte[] body, String signature) {
        return signature != null
                && MessageDigest.isEqual(
                        of(secret, timestamp, body).getBytes(StandardCharsets.UTF_8),
                        signature.getBytes(StandardCharsets.UTF_8));
    }

    /** False as well for a missing or unreadable timestamp. */
    static boolean isFresh(String timestamp, Instant now) {
        if (timestamp == null || !timestamp.matches("\\d{1,12}")) {
            return false;
        }
        return Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                        .abs()
                        .compareTo(TOLERANCE)
                <= 0;
    }
}
