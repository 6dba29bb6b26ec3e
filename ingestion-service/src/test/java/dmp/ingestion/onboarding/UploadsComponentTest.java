package dmp.ingestion.onboarding;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.ingestion.Topic;
import dmp.ingestion.contract.IngestionTopics;
import dmp.local.testing.PlatformResource;
import dmp.local.testing.Tokens;

import static dmp.ingestion.Api.as;
import static dmp.ingestion.Api.source;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class UploadsComponentTest {

    private static final String MAPPING = """
            {"identifier":{"column":"crm_id","namespace":"partner:crm"},
             "links":[{"column":"cookie","namespace":"cookie"}],
             "traits":{"column":"segments","separator":"|"},
             "event":{"name":"purchase","properties":{"amount":"total"}},
             "consent":{"collection":true,"profiling":true,"activation":true}}""";

    private static final String FILE = """
            crm_id,cookie,segments,total
            1042,7f3c2a,gold|returning,129.90
            1043,,,
            john@example.com,b,gold,1
            1044,c
            1045,d,gold,7
            """;

    private final Topic events = new Topic(IngestionTopics.EVENTS);

    private String sourceId;

    @BeforeEach
    void aSource() {
        sourceId = "crm-" + UUID.randomUUID().toString().substring(0, 8);
        source(sourceId, "partner", "2099-12-31");
    }

    @Test
    void rowsBecomeEvents() {
        String id = declare("csv", MAPPING);

        put(id, FILE.getBytes(StandardCharsets.UTF_8)).statusCode(202).body("state", equalTo("completed"));

        as("acme-server-source")
                .get("/v1/uploads/" + id)
                .then()
                .statusCode(200)
                .body("state", equalTo("completed"))
                .body("rows", equalTo(5))
                .body("accepted", equalTo(3))
                .body("rejected", equalTo(2))
                .body("bytes", equalTo(FILE.length()))
                .body("failure", nullValue());
        JsonNode event = eventsOf(id).stream()
                .filter(each -> each.get("id").asText().equals(id + ":2"))
                .findFirst()
                .orElseThrow();
        assertEquals("partner:crm:1042", event.get("identifier").asText());
        assertEquals("purchase", event.get("name").asText());
        assertEquals("cookie:7f3c2a", event.at("/links/0/identifier").asText());
        assertEquals("returning", event.at("/onboardedTraits/1").asText());
        assertEquals("129.90", event.at("/signals/custom.amount").asText());
    }

    @Test
    void badRowsHaveAReceipt() {
        String id = declare("csv", MAPPING);
        put(id, FILE.getBytes(StandardCharsets.UTF_8));

        as("acme-marketer")
                .get("/v1/uploads/" + id + "/receipts")
                .then()
                .statusCode(200)
                .body("items.line", equalTo(List.of(4, 5)))
                .body("items.code", equalTo(List.of("personal-data", "row-malformed")))
                .body("items[0].column", equalTo("crm_id"))
                .body("items[0].reason", not(containsString("john")))
                .body("next", nullValue());
        as("acme-marketer")
                .get("/v1/uploads/" + id + "/receipts?limit=1")
                .then()
                .body("items.size()", equalTo(1))
                .body("next", equalTo("1"));
    }

    @Test
    void contentSentAgainChangesNothing() {
        String id = declare("csv", MAPPING);
        put(id, FILE.getBytes(StandardCharsets.UTF_8));

        put(id, FILE.getBytes(StandardCharsets.UTF_8))
                .statusCode(202)
                .body("state", equalTo("completed"))
                .body("accepted", equalTo(3));

        assertEquals(3, eventsOf(id).size());
    }

    @Test
    void aMissingColumnFailsTheUploadAndTheMendedFileMayFollow() {
        String id = declare("csv", MAPPING);

        put(id, FILE.replace("crm_id", "crm-id").getBytes(StandardCharsets.UTF_8))
                .statusCode(422)
                .body("code", equalTo("column-missing"))
                .body("detail", containsString("is \"crm-id\" meant?"));
        as("acme-marketer")
                .get("/v1/uploads/" + id)
                .then()
                .body("state", equalTo("failed"))
                .body("failure.code", equalTo("column-missing"));

        put(id, FILE.getBytes(StandardCharsets.UTF_8)).statusCode(202).body("state", equalTo("completed"));
    }

    @Test
    void aLongPackedFileIsStreamed() throws IOException {
        String id = declare("ndjson", MAPPING);
        StringBuilder file = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            file.append("{\"crm_id\":")
                    .append(i)
                    .append(",\"segments\":[\"gold\",\"x y\"],\"unmapped\":{\"a\":[1]}}\n");
        }

        put(id, gzip(file.toString()))
                .statusCode(202)
                .body("rows", equalTo(20_000))
                .body("accepted", equalTo(20_000));

        assertEquals(
                20_000,
                eventsOf(id).stream()
                        .map(event -> event.get("id").asText())
                        .collect(Collectors.toSet())
                        .size());
    }

    @Test
    void contentThatBreaksOffMayBeSentAgain() throws IOException, InterruptedException {
        String id = declare("csv", MAPPING);
        try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
            String head = """
                    PUT /v1/uploads/%s/content HTTP/1.1\r
                    Host: localhost\r
                    Authorization: Bearer %s\r
                    Content-Length: 1000000\r
                    \r
                    %s""".formatted(id, Tokens.of("acme-server-source"), FILE);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            awaitState(id, "processing");
        }
        awaitState(id, "awaiting-content");

        put(id, FILE.getBytes(StandardCharsets.UTF_8)).statusCode(202).body("rows", equalTo(5));
    }

    private static void awaitState(String id, String state) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (as("acme-server-source").get("/v1/uploads/" + id).path("state").equals(state)) {
                return;
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the upload has not become " + state);
    }

    @Test
    void everyRowMayHaveItsOwnConsent() {
        String id = declare("csv", """
                {"identifier":{"column":"id","namespace":"partner:crm"},"traits":{"column":"t"},"consent":{"column":"ok"}}""");

        put(
                        id,
                        "id;t;ok\n1;gold;all\n2;gold;cp\n3;gold;none\n4;gold;perhaps\n5;gold;\n"
                                .getBytes(StandardCharsets.UTF_8))
                .body("accepted", equalTo(2));

        as("acme-marketer")
                .get("/v1/uploads/" + id + "/receipts")
                .then()
                .body("items.code", equalTo(List.of("consent-denied", "consent-unreadable", "consent-missing")))
                .body("items[1].column", equalTo("ok"));
        assertEquals(
                1,
                eventsOf(id).stream()
                        .filter(event -> event.get("name").asText().equals("consent"))
                        .count());
    }

    @Test
    void anIdempotencyKeyGivesTheSameUpload() {
        String key = UUID.randomUUID().toString();
        String body = declaration("csv", MAPPING);
        String id = as("acme-marketer")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/uploads")
                .path("id");

        as("acme-marketer")
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .body("id", equalTo(id));
        as("acme-marketer")
                .header("Idempotency-Key", key)
                .body(declaration("ndjson", MAPPING))
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency-key-reused"));
    }

    @Test
    void allThatIsWrongWithADeclarationIsSaidAtOnce() {
        as("acme-marketer")
                .body(
                        "{\"source\":\"nowhere\",\"mapping\":{\"identifier\":{\"column\":\"a\",\"namespace\":\"email\"}}}")
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("errors.pointer", hasItems("/format", "/mapping/identifier/namespace", "/mapping/consent"));
        as("acme-marketer")
                .body(declaration("csv", MAPPING).replace(sourceId, "nowhere"))
                .post("/v1/uploads")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/source"));
    }

    @Test
    void anotherTenantSeesNothing() {
        String id = declare("csv", MAPPING);

        as("globex-admin").get("/v1/uploads/" + id).then().statusCode(404);
        as("globex-admin").get("/v1/uploads/" + id + "/receipts").then().statusCode(404);
        as("globex-server-source")
                .body("x")
                .put("/v1/uploads/" + id + "/content")
                .then()
                .statusCode(404);
        as("globex-server-source")
                .body(declaration("csv", MAPPING))
                .post("/v1/uploads")
                .then()
                .statusCode(422);
    }

    @Test
    void aWeakerRoleMayNotWrite() {
        String id = declare("csv", MAPPING);

        as("acme-analyst")
                .body(declaration("csv", MAPPING))
                .post("/v1/uploads")
                .then()
                .statusCode(403);
        as("acme-analyst")
                .body("x")
                .put("/v1/uploads/" + id + "/content")
                .then()
                .statusCode(403);
        as("acme-ad-network").get("/v1/uploads/" + id).then().statusCode(403);
    }

    private String declare(String format, String mapping) {
        return as("acme-server-source")
                .body(declaration(format, mapping))
                .post("/v1/uploads")
                .then()
                .statusCode(201)
                .body("state", equalTo("awaiting-content"))
                .extract()
                .path("id");
    }

    private String declaration(String format, String mapping) {
        return "{\"source\":\"%s\",\"format\":\"%s\",\"mapping\":%s}".formatted(sourceId, format, mapping);
    }

    private static ValidatableResponse put(String id, byte[] content) {
        return as("acme-server-source")
                .contentType("application/octet-stream")
                .body(content)
                .put("/v1/uploads/" + id + "/content")
                .then();
    }

    private List<JsonNode> eventsOf(String id) {
        return events.recordsThat(event -> event.get("id").asText().startsWith(id));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return packed.toByteArray();
    }
}
