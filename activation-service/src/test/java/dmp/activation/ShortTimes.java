package dmp.activation;

import java.util.Map;

import io.quarkus.test.junit.QuarkusTestProfile;

/** What takes hours in earnest takes a second in tests; the network is in the same process, on loopback. */
public class ShortTimes implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("dmp.activation.credentials.directory", "target/test-credentials"),
                Map.entry("dmp.activation.credentials.kept-for", "100ms"),
                Map.entry("dmp.activation.delivery.private-endpoints-allowed", "true"),
                Map.entry("dmp.activation.delivery.linger", "50ms"),
                Map.entry("dmp.activation.delivery.first-backoff", "100ms"),
                Map.entry("dmp.activation.delivery.longest-backoff", "500ms"),
                Map.entry("dmp.activation.delivery.request-timeout", "1s"),
                Map.entry("dmp.activation.delivery.acknowledgement-timeout", "2s"),
                Map.entry("dmp.activation.delivery.refused-pause", "2s"),
                Map.entry("dmp.activation.report.kept-for", "10ms"),
                Map.entry("quarkus.http.test-port", "0"),
                Map.entry("quarkus.management.test-port", "0"));
    }
}
