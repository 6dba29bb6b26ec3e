package dmp.activation.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EndpointsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false",
        "10.1.2.3,false",
        "172.16.0.1,false",
        "192.168.1.1,false",
        "169.254.169.254,false",
        "100.64.0.1,false",
        "0.0.0.0,false",
        "224.0.0.1,false",
        "::1,false",
        "fe80::1,false",
        "fd00::1,false",
        "::ffff:127.0.0.1,false",
        "93.184.216.34,true",
        "2606:2800:220:1::1,true"
    })
    void onlyPublicAddressesAreReached(String address, boolean isPublic) throws UnknownHostException {
        assertEquals(isPublic, Endpoints.isPublic(InetAddress.getByName(address)));
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2026-11-24T10:00:00Z");

        assertEquals(Optional.of(Duration.ofSeconds(3)), HttpNetwork.retryAfter("3", now));
        assertEquals(Optional.of(Duration.ofSeconds(60)), HttpNetwork.retryAfter("Tue, 24 Nov 2026 10:01:00 GMT", now));
        assertEquals(Optional.empty(), HttpNetwork.retryAfter("Tue, 24 Nov 2026 09:01:00 GMT", now));
        assertEquals(Optional.empty(), HttpNetwork.retryAfter("soon", now));
        assertEquals(Optional.empty(), HttpNetwork.retryAfter(null, now));
    }
}
