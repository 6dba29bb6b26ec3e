package dmp.ingestion.collect;

import java.util.Map;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Test;

import dmp.local.testing.PlatformResource;

import static dmp.ingestion.Api.send;
import static dmp.ingestion.Api.source;
import static org.hamcrest.Matchers.equalTo;

/** Neither Kafka nor Redis are there, and never were. */
@QuarkusTest
@TestProfile(OutageComponentTest.NothingThere.class)
@WithTestResource(value = PlatformResource.class, initArgs = @ResourceArg(name = "parts", value = "postgres,keycloak"))
class OutageComponentTest {

    public static class NothingThere implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            // Port 1 is nobody's.
            return Map.of(
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "quarkus.redis.hosts", "redis://127.0.0.1:1",
                    "dmp.ingestion.publish.delivery-timeout", "1s");
        }
    }

    @Test
    void whatCannotBeMadeDurableIsTheSendersToSendAgain() {
        String writeKey = source("www", "site", "2099-12-31");

        send(writeKey, """
                        {"id":"e1","identifier":"cookie:a","name":"x",
                         "consent":{"collection":true,"profiling":true,"activation":true}}""")
                .then()
                .statusCode(503)
                .header("Retry-After", equalTo("2"))
                .contentType("application/problem+json")
                .body("code", equalTo("not-durable"));
    }
}
