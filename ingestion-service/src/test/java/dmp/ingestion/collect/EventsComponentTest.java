package dmp.ingestion.collect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.ingestion.Topic;
import dmp.ingestion.contract.IngestionTopics;
import dmp.local.testing.PlatformResource;

import static dmp.ingestion.Api.as;
import static dmp.ingestion.Api.send;
import static dmp.ingestion.Api.source;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class EventsComponentTest {

    private static final String CONSENT = "\"consent\":{\"collection\":true,\"profiling\":true,\"activation\":true}";
    private static final String ORIGIN = "https://www.acme.example";
    private static final String IPHONE =
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

    private final Topic events = new Topic(IngestionTopics.EVENTS);
    private final Topic rejections = new Topic(IngestionTopics.EVENTS_REJECTED);

    private String sourceId;
    private String writeKey;

    @BeforeEach
    void aSource() {
        sourceId = "www-" + UUID.randomUUID().toString().substring(0, 8);
        writeKey = source(sourceId, "site", "2099-12-31");
    }

    @Test
    void anAcceptedEventIsInKafkaInCanonicalForm() {
        String id = UUID.randomUUID().toString();

        send(writeKey, """
                        {"id":"%s","identifier":"cookie:c1","links":["partner:crm:1042"],"name":"Page View",
                         "page":{"url":"https://www.acme.example/pricing?secret=1&utm_source=news"},
                         "properties":{"basketValue":129.90},
                         "context":{"ip":"81.2.69.142","userAgent":"%s"},%s}""".formatted(id, IPHONE, CONSENT))
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("results[0].id", equalTo(id))
                .body("results[0].status", equalTo("accepted"));

        JsonNode event = onlyEvent(id);
        assertEquals("acme", event.get("tenant").asText());
        assertEquals(sourceId, event.get("source").asText());
        assertEquals("page-view", event.get("name").asText());
        assertEquals("/pricing", event.at("/signals/page.path").asText());
        assertEquals("news", event.at("/signals/campaign.source").asText());
        assertEquals("London", event.at("/signals/geo.city").asText());
        assertEquals("phone", event.at("/signals/device.type").asText());
        assertEquals("129.90", event.at("/signals/custom.basket_value").asText());
        assertTrue(event.get("occurredAt").asText().endsWith("Z"), "an ISO instant");
        String raw = event.toString();
        assertTrue(!raw.contains("81.2.69.142") && !raw.contains("Mozilla") && !raw.contains("secret"), raw);
    }

    @Test
    void recordsAreKeyedByTenantAndIdentifier() {
        String cookie = UUID.randomUUID().toString();

        send(writeKey, "{\"identifier\":\"cookie:%s\",\"name\":\"x\",%s}".formatted(cookie, CONSENT));

        assertTrue(events.records().stream().anyMatch(record -> record.key().equals("acme|cookie:" + cookie)));
    }

    @Test
    void everyItemHasItsResult() {
        String id = UUID.randomUUID().toString();

        send(writeKey, """
                        [{"id":"%1$s","identifier":"cookie:c2","name":"a",%2$s},
                         {"id":"%1$s","identifier":"cookie:c2","name":"a",%2$s},
                         {"identifier":"cookie:c2","name":"a","properties":{"contact":"john@example.com"},%2$s},
                         {"identifier":"cookie:c2","name":"a"}]""".formatted(id, CONSENT))
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("duplicate", equalTo(1))
                .body("rejected", equalTo(2))
                .body("results[1].status", equalTo("duplicate"))
                .body("results[2].code", equalTo("personal-data"))
                .body("results[2].pointer", equalTo("/properties/contact"))
                .body("results[3].code", equalTo("consent-missing"));

        List<JsonNode> refused =
                rejections.recordsThat(record -> record.get("source").asText().equals(sourceId));
        assertEquals(2, refused.size());
        assertTrue(!refused.toString().contains("john"), "the refused value is not in the topic");
    }

    @Test
    void anEventSentAgainIsADuplicateAndPublishedOnce() {
        String id = UUID.randomUUID().toString();
        String body = "{\"id\":\"%s\",\"identifier\":\"cookie:c3\",\"name\":\"a\",%s}".formatted(id, CONSENT);
        send(writeKey, body).then().body("accepted", equalTo(1));

        send(writeKey, body).then().statusCode(200).body("duplicate", equalTo(1));

        assertEquals(id, onlyEvent(id).get("id").asText());
    }

    @Test
    void aDenialOfCollectionGoesOutAlone() {
        String id = UUID.randomUUID().toString();

        send(writeKey, """
                        {"id":"%s","identifier":"cookie:c4","name":"a","traits":["gold"],
                         "consent":{"collection":false,"profiling":false,"activation":false}}""".formatted(id)).then().body("results[0].code", equalTo("consent-denied"));

        JsonNode denial = onlyEvent(id + ":consent");
        assertEquals("consent", denial.get("name").asText());
        assertEquals(false, denial.at("/consent/activation").asBoolean());
        assertEquals(
                0,
                events.recordsThat(event -> event.get("id").asText().equals(id)).size());
    }

    @Test
    void privacyHeadersOfTheBrowserCount() {
        String id = UUID.randomUUID().toString();
        String body = "{\"id\":\"%s\",\"identifier\":\"cookie:c5\",\"name\":\"a\",%s}";

        given().header("X-Write-Key", writeKey)
                .header("Sec-GPC", "1")
                .body(body.formatted(id, CONSENT))
                .post("/v1/events")
                .then()
                .body("accepted", equalTo(1));
        given().header("X-Write-Key", writeKey)
                .header("DNT", "1")
                .body(body.formatted("other-" + id, CONSENT))
                .post("/v1/events")
                .then()
                .body("results[0].code", equalTo("do-not-track"));

        assertEquals(false, onlyEvent(id).at("/consent/activation").asBoolean());
    }

    @Test
    void beaconsNeedNoPreflight() throws IOException {
        given().contentType("text/plain;charset=UTF-8")
                .header("Origin", ORIGIN)
                .header("Content-Encoding", "gzip")
                .body(gzip("{\"events\":[{\"identifier\":\"cookie:c6\",\"name\":\"a\",%s}]}".formatted(CONSENT)))
                .post("/v1/events?k=" + writeKey)
                .then()
                .statusCode(200)
                .header("Access-Control-Allow-Origin", ORIGIN)
                .body("accepted", equalTo(1));
    }

    @Test
    void theWriteKeyMayBeTheUserOfBasicAuthentication() {
        given().auth()
                .preemptive()
                .basic(writeKey, "")
                .body("{\"identifier\":\"cookie:c7\",\"name\":\"a\",%s}".formatted(CONSENT))
                .post("/v1/events")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1));
    }

    @Test
    void preflightIsAnsweredForTheOriginsOfSources() {
        given().header("Origin", ORIGIN)
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "x-write-key")
                .options("/v1/events")
                .then()
                .statusCode(204)
                .header("Access-Control-Allow-Origin", ORIGIN)
                .header("Access-Control-Allow-Headers", containsString("X-Write-Key"));
        given().header("Origin", "https://evil.example")
                .options("/v1/events")
                .then()
                .statusCode(403)
                .header("Access-Control-Allow-Origin", nullValue());
    }

    @Test
    void otherPagesMayNotSend() {
        given().header("X-Write-Key", writeKey)
                .header("Origin", "https://evil.example")
                .body("{}")
                .post("/v1/events")
                .then()
                .statusCode(403)
                .body("code", equalTo("origin-not-allowed"));
    }

    @Test
    void unknownKeysAreRefused() {
        send("wk_unknown", "{}").then().statusCode(401).contentType("application/problem+json");
        given().body("{}").post("/v1/events").then().statusCode(401);
    }

    @Test
    void unreadableBodiesAreRefused() {
        send(writeKey, "{\"identifier\":").then().statusCode(400).body("code", equalTo("malformed-json"));
        send(writeKey, "[" + "{},".repeat(1_000) + "{}]").then().statusCode(413);
        send(writeKey, "x".repeat(1_100_000)).then().statusCode(413);
    }

    @Test
    void anExpiredContractEndsCollection() {
        String expired = source("old-" + sourceId, "site", "2020-01-01");

        send(expired, "{\"identifier\":\"cookie:c8\",\"name\":\"a\",%s}".formatted(CONSENT))
                .then()
                .statusCode(200)
                .body("results[0].code", equalTo("contract-expired"));
    }

    @Test
    void aRevokedKeyIsVoid() {
        String keyId = as("acme-admin").get("/v1/sources/" + sourceId).path("writeKeys[0].id");

        as("acme-admin")
                .delete("/v1/sources/" + sourceId + "/write-keys/" + keyId)
                .then()
                .statusCode(204);

        send(writeKey, "{}").then().statusCode(401);
    }

    @Test
    void thePixelIsAnImageAndAnEvent() {
        String cookie = UUID.randomUUID().toString();

        given().get("/v1/pixel.gif?k=" + writeKey + "&i=cookie:" + cookie
                        + "&n=page-view&u=https://www.acme.example/pricing&c=cpa")
                .then()
                .statusCode(200)
                .contentType("image/gif")
                .header("Cache-Control", "no-store")
                .header("X-Dmp-Result", "accepted");

        List<JsonNode> found =
                events.recordsThat(event -> event.get("identifier").asText().equals("cookie:" + cookie));
        assertEquals("/pricing", found.getFirst().at("/signals/page.path").asText());
    }

    @Test
    void theTagIsServedAndCached() {
        String etag = given().get("/dmp.js")
                .then()
                .statusCode(200)
                .contentType(startsWith("text/javascript"))
                .header("Cache-Control", "public, max-age=3600")
                .extract()
                .header("ETag");

        given().header("If-None-Match", etag).get("/dmp.js").then().statusCode(304);
        given().get("/.well-known/gpc.json").then().statusCode(200).body("gpc", equalTo(true));
    }

    private JsonNode onlyEvent(String id) {
        List<JsonNode> found =
                events.recordsThat(event -> event.get("id").asText().equals(id));
        assertEquals(1, found.size(), "events with this id");
        return found.getFirst();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
