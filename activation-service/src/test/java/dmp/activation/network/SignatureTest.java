package dmp.activation.network;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SignatureTest {

    /** Reckoned with OpenSSL: {@code printf '1700000000.{}' | openssl dgst -sha256 -hmac secret}. */
    private static final String REFERENCE = "sha256=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163";

    @Test
    void agreesWithOpenSsl() {
        assertEquals(REFERENCE, Signature.of("secret", "1700000000", "{}".getBytes(UTF_8)));
    }

    @Test
    void anotherBodyTimestampOrSecretIsNotValid() {
        assertTrue(Signature.isValid("secret", "1700000000", "{}".getBytes(UTF_8), REFERENCE));
        assertFalse(Signature.isValid("secret", "1700000000", "{ }".getBytes(UTF_8), REFERENCE));
        assertFalse(Signature.isValid("secret", "1700000001", "{}".getBytes(UTF_8), REFERENCE));
        assertFalse(Signature.isValid("terces", "1700000000", "{}".getBytes(UTF_8), REFERENCE));
        assertFalse(Signature.isValid("secret", "1700000000", "{}".getBytes(UTF_8), null));
    }

    @ParameterizedTest
    @CsvSource({"1700000000,true", "1699999700,true", "1699999699,false", "1700000301,false", "x,false", ",false"})
    void freshWithinTheTolerance(String timestamp, boolean fresh) {
        assertEquals(fresh, Signature.isFresh(timestamp, Instant.ofEpochSecond(1_700_000_000), Duration.ofMinutes(5)));
    }
}
