package dmp.activation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import jakarta.inject.Inject;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.activation.FakeNetwork.Reply;
import dmp.activation.FakeNetwork.Told;
import dmp.activation.network.Signature;
import dmp.local.testing.PlatformResource;
import dmp.local.testing.Tokens;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.MembershipChanged.Membership;
import dmp.segment.contract.SegmentDefined;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** From memberships to what networks hold, over real PostgreSQL, Redis, Kafka and Keycloak. */
@QuarkusTest
@TestProfile(ShortTimes.class)
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class ActivationTest {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final FakeNetwork NETWORK = new FakeNetwork();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Path CREDENTIALS = Path.of("target/test-credentials");

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String brokers;

    @Inject
    ObjectMapper json;

    /** Each test has names of its own, so that none sees another's. */
    private final int n = NUMBER.incrementAndGet();

    private final String segment = "segment-" + n;
    private final String destination = "destination-" + n;
    private final String account = destination;

    @BeforeEach
    void secrets() throws IOException {
        Files.createDirectories(CREDENTIALS);
        for (String tenant : List.of("acme", "globex")) {
            Files.writeString(CREDENTIALS.resolve(tenant + ".net"), "token-of-" + tenant);
            Files.writeString(CREDENTIALS.resolve(tenant + ".net.hmac.1"), "first-key-of-" + tenant);
            Files.writeString(CREDENTIALS.resolve(tenant + ".net.hmac.2"), "second-key-of-" + tenant);
        }
    }

    @AfterAll
    static void close() {
        NETWORK.close();
    }

    @Test
    void networkHoldsMembersByTheIdentifiersItKnows() throws Exception {
        tradeDesk("acme");
        campaign("acme", "holiday-" + n, running(), segment, destination);

        members("acme", "cookie:a" + n, 1, List.of("ttd:t" + n, "gaid:g" + n), segment);

        eventuallyHolds(Set.of("ttd:t" + n, "device:g" + n));
        FakeNetwork.Request request = NETWORK.requests(account).getFirst();
        assertEquals(List.of("token-of-acme"), request.headers().get("Ttd-auth"));
        members("acme", "cookie:a" + n, 2, List.of("ttd:t" + n, "gaid:g" + n));
        eventuallyHolds(Set.of());
    }

    @Test
    void whatIsAcknowledgedIsNotSentAgain() throws Exception {
        webhook("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("cookie:a" + n));

        members("acme", "cookie:a" + n, 1, List.of(), segment);
        members("acme", "cookie:a" + n, 2, List.of(), segment, "another");
        members("acme", "cookie:b" + n, 1, List.of(), segment);

        eventuallyHolds(Set.of("cookie:a" + n, "cookie:b" + n));
        Thread.sleep(300);
        assertEquals(
                List.of(
                        new Told(account, "cookie:a" + n, segment, "add"),
                        new Told(account, "cookie:b" + n, segment, "add")),
                NETWORK.told(account));
    }

    @Test
    void webhookIsSigned() throws Exception {
        webhook("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);

        members("acme", "cookie:a" + n, 1, List.of(), segment);

        eventuallyHolds(Set.of("cookie:a" + n));
        FakeNetwork.Request request = NETWORK.requests(account).getFirst();
        String timestamp = request.headers().get("X-dmp-timestamp").getFirst();
        assertEquals("1", request.headers().get("X-dmp-key").getFirst());
        assertEquals(
                Signature.of("first-key-of-acme", timestamp, request.text().getBytes(StandardCharsets.UTF_8)),
                request.headers().get("X-dmp-signature").getFirst());
    }

    @Test
    void refusedRecordIsCountedAndLeftAlone() throws Exception {
        tradeDesk("acme");
        NETWORK.next(
                account,
                body -> new Reply(
                        200,
                        "{\"FailedLines\":[{\"ErrorCode\":\"MissingUserId\",\"Message\":\"Invalid TDID, item #1\"}]}",
                        Map.of(),
                        false));
        campaign("acme", "campaign-" + n, running(), segment, destination);

        members("acme", "cookie:a" + n, 1, List.of("ttd:t" + n), segment);

        await().atMost(SOON).untilAsserted(() -> funnel("campaign-" + n)
                .body("activations[0].drops.reason", hasItem("refused-MissingUserId"))
                .body("activations[0].sent", equalTo(1))
                .body("activations[0].acknowledged", equalTo(0)));
        assertEquals(1, NETWORK.requests(account).size());
        eventuallyHolds(Set.of("ttd:t" + n));
    }

    @Test
    void throttlingIsObeyedAndShown() throws Exception {
        webhook("acme");
        NETWORK.next(account, body -> Reply.refusing(429, "Retry-After", "2"));
        campaign("acme", "campaign-" + n, running(), segment, destination);

        members("acme", "cookie:a" + n, 1, List.of(), segment);

        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/destinations/" + destination)
                .then()
                .statusCode(200)
                .body("status", equalTo("throttled"))
                .body("lastError.code", equalTo("http-429"))
                .body("backlog", equalTo(1)));
        assertEquals(1, NETWORK.requests(account).size());
        eventuallyHolds(Set.of("cookie:a" + n));
        as("acme-analyst").get("/v1/destinations/" + destination).then().body("status", equalTo("healthy"));
    }

    @Test
    void outageIsSatOut() throws Exception {
        webhook("acme");
        NETWORK.fail(account, Reply.refusing(503));
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/destinations/" + destination)
                .then()
                .body("status", equalTo("failing")));
        members("acme", "cookie:b" + n, 1, List.of(), segment);
        members("acme", "cookie:a" + n, 2, List.of());

        NETWORK.recover(account);

        eventuallyHolds(Set.of("cookie:b" + n));
    }

    @Test
    void lostAcknowledgementIsMadeUpForBySendingAgain() throws Exception {
        webhook("acme");
        NETWORK.next(account, body -> new Reply(500, "", Map.of(), true));
        campaign("acme", "campaign-" + n, running(), segment, destination);

        members("acme", "cookie:a" + n, 1, List.of(), segment);

        Told told = new Told(account, "cookie:a" + n, segment, "add");
        await().atMost(SOON).untilAsserted(() -> assertEquals(List.of(told, told), NETWORK.told(account)));
        await().atMost(SOON)
                .untilAsserted(() -> funnel("campaign-" + n).body("activations[0].acknowledged", equalTo(1)));
    }

    @Test
    void promisedAcknowledgementIsWaitedForAndThenAskedForAgain() throws Exception {
        webhook("acme");
        NETWORK.next(account, body -> new Reply(202, "", Map.of(), true));
        NETWORK.next(account, body -> new Reply(202, "", Map.of(), true));
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        await().atMost(SOON).until(() -> NETWORK.requests(account).size() == 2);
        List<FakeNetwork.Request> requests = NETWORK.requests(account);
        String delivery = requests.getFirst().body().path("deliveryId").asText();
        assertEquals(delivery, requests.getLast().body().path("deliveryId").asText());
        funnel("campaign-" + n).body("activations[0].drops.reason", hasItem("awaiting-acknowledgement"));

        callback(
                        "acme",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"acknowledgement\",\"deliveryId\":\""
                                + delivery + "\",\"accepted\":1,\"failed\":[]}")
                .statusCode(200);

        await().atMost(SOON)
                .untilAsserted(() -> funnel("campaign-" + n).body("activations[0].acknowledged", equalTo(1)));
    }

    @Test
    void flightFillsTheNetworkAtItsStartAndEmptiesItAtItsEnd() throws Exception {
        webhook("acme");
        define("acme", segment, 1);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        Instant start = Instant.now().plusSeconds(2);
        campaign("acme", "campaign-" + n, new Instant[] {start, start.plusSeconds(3)}, segment, destination);
        Thread.sleep(500);
        assertEquals(List.of(), NETWORK.told(account));

        eventuallyHolds(Set.of("cookie:a" + n));

        assertTrue(Instant.now().isAfter(start));
        eventuallyHolds(Set.of());
        assertTrue(Instant.now().isAfter(start.plusSeconds(3)));
    }

    @Test
    void overlappingCampaignsAreUnited() throws Exception {
        webhook("acme");
        campaign("acme", "one-" + n, running(), segment, destination);
        campaign("acme", "two-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("cookie:a" + n));

        as("acme-marketer").delete("/v1/campaigns/one-" + n).then().statusCode(204);
        Thread.sleep(1_500);

        assertEquals(Set.of("cookie:a" + n), NETWORK.holds(account, segment));
        as("acme-marketer").delete("/v1/campaigns/two-" + n).then().statusCode(204);
        eventuallyHolds(Set.of());
        assertEquals(2, NETWORK.told(account).size());
    }

    @Test
    void optOutReachesEveryNetworkAndComesBackAsAReceipt() throws Exception {
        webhook("acme");
        as("acme-admin")
                .body(webhookOf("other-" + n, "/hook/other-" + n))
                .post("/v1/destinations")
                .then()
                .statusCode(201);
        campaign("acme", "campaign-" + n, running(), segment, destination);
        campaign("acme", "other-" + n, running(), segment, "other-" + n);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("cookie:a" + n));
        await().atMost(SOON)
                .untilAsserted(() -> assertEquals(Set.of("cookie:a" + n), NETWORK.holds("other-" + n, segment)));
        lookup("cookie:a" + n).body("segments", equalTo(List.of(segment)));
        String body =
                "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"opt-out\",\"identifier\":\"cookie:a" + n + "\"}";

        callback("acme", body).statusCode(200).body("status", equalTo("applied"));

        eventuallyHolds(Set.of());
        await().atMost(SOON).untilAsserted(() -> assertEquals(Set.of(), NETWORK.holds("other-" + n, segment)));
        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/opt-outs/cookie/a" + n)
                .then()
                .statusCode(200)
                .body("destinations.find { it.destination == '" + destination + "' }.removedAt", notNullValue())
                .body("destinations.find { it.destination == 'other-" + n + "' }.removedAt", notNullValue()));
        lookup("cookie:a" + n).body("segments", equalTo(List.of()));
        members("acme", "cookie:a" + n, 2, List.of(), segment, "more");
        callback("acme", body).statusCode(200).body("status", equalTo("known"));
        Thread.sleep(500);
        assertEquals(Set.of(), NETWORK.holds(account, segment));
    }

    @Test
    void optOutTakesAlongThoseLinkedThatNeverSpoke() throws Exception {
        tradeDesk("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of("ttd:t" + n, "partner:crm:" + n), segment);
        members("acme", "partner:crm:" + n, 1, List.of("ttd:t" + n, "cookie:a" + n), segment);
        eventuallyHolds(Set.of("ttd:t" + n));

        callback(
                        "acme",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"opt-out\",\"identifier\":\"cookie:a" + n
                                + "\"}")
                .statusCode(200);

        eventuallyHolds(Set.of());
        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/opt-outs/cookie/a" + n)
                .then()
                .body("destinations.find { it.identifier == 'ttd:t" + n + "' }.removedAt", notNullValue()));
    }

    @Test
    void withdrawnConsentEmptiesTheNetwork() throws Exception {
        webhook("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("cookie:a" + n));

        send(new MembershipChanged(
                "acme",
                "cookie:a" + n,
                2,
                Instant.now(),
                Instant.now(),
                List.of(new Membership(segment, 1, Instant.now(), null)),
                false,
                List.of(),
                List.of(),
                List.of(),
                false));

        eventuallyHolds(Set.of());
        funnel("campaign-" + n)
                .body("activations[0].members", equalTo(1))
                .body("activations[0].identifiable", equalTo(1))
                .body("activations[0].consented", equalTo(0))
                .body("activations[0].drops.reason", equalTo(List.of("consent-denied")));
    }

    @Test
    void funnelCountsEveryMemberAndEveryDropAndLatency() throws Exception {
        tradeDesk("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        Thread.sleep(1_000);
        members("acme", "cookie:a" + n, 1, List.of("ttd:t" + n), segment);
        members("acme", "cookie:b" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("ttd:t" + n));
        callback(
                        "acme",
                        "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"match\",\"segment\":\"" + segment
                                + "\",\"received\":1,\"matched\":1}")
                .statusCode(200);

        await().atMost(SOON).untilAsserted(() -> funnel("campaign-" + n)
                .body("asOf", notNullValue())
                .body("activations[0].members", equalTo(2))
                .body("activations[0].identifiable", equalTo(1))
                .body("activations[0].consented", equalTo(1))
                .body("activations[0].sent", equalTo(1))
                .body("activations[0].acknowledged", equalTo(1))
                .body("activations[0].matched", equalTo(1))
                .body("activations[0].drops[0].reason", equalTo("no-known-identifier"))
                .body("latency.count", equalTo(1))
                .body("latency.p95", notNullValue()));
    }

    @Test
    void callbackIsRefusedUnlessSignedAndFresh() {
        webhook("acme");
        String body =
                "{\"id\":\"" + UUID.randomUUID() + "\",\"type\":\"opt-out\",\"identifier\":\"cookie:z" + n + "\"}";
        String now = Long.toString(Instant.now().getEpochSecond());
        String old = Long.toString(Instant.now().minusSeconds(600).getEpochSecond());

        callback("acme", body, now, "1", "sha256=00").statusCode(401);
        callback("acme", body, now, "1", sign("first-key-of-globex", now, body)).statusCode(401);
        callback("acme", body, old, "1", sign("first-key-of-acme", old, body)).statusCode(401);
        callback("acme", body, now, "2", sign("second-key-of-acme", now, body)).statusCode(200);
    }

    @Test
    void anotherTenantSeesNothing() throws Exception {
        webhook("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        members("acme", "cookie:a" + n, 1, List.of(), segment);
        eventuallyHolds(Set.of("cookie:a" + n));

        as("globex-admin").get("/v1/destinations/" + destination).then().statusCode(404);
        as("globex-admin").get("/v1/campaigns/campaign-" + n).then().statusCode(404);
        as("globex-admin").get("/v1/campaigns/campaign-" + n + "/funnel").then().statusCode(404);
        as("globex-admin")
                .header("If-Match", "\"1\"")
                .body(webhookOf(destination, "/hook/" + destination))
                .put("/v1/destinations/" + destination)
                .then()
                .statusCode(404);
        as("globex-admin").delete("/v1/campaigns/campaign-" + n).then().statusCode(404);
        as("globex-admin").delete("/v1/destinations/" + destination).then().statusCode(404);
        as("globex-admin").get("/v1/opt-outs/cookie/a" + n).then().statusCode(404);
        as("globex-ad-network")
                .get("/v1/lookup/cookie/a" + n)
                .then()
                .statusCode(200)
                .body("segments", equalTo(List.of()));
        members("globex", "cookie:a" + n, 1, List.of(), segment);
        Thread.sleep(300);
        assertEquals(1, NETWORK.told(account).size());
    }

    @Test
    void weakerRolesAreRefused() {
        webhook("acme");
        as("acme-marketer")
                .body(webhookOf("x-" + n, "/hook/x"))
                .post("/v1/destinations")
                .then()
                .statusCode(403);
        as("acme-marketer")
                .header("If-Match", "\"1\"")
                .body(webhookOf(destination, "/hook/x"))
                .put("/v1/destinations/" + destination)
                .then()
                .statusCode(403);
        as("acme-marketer").delete("/v1/destinations/" + destination).then().statusCode(403);
        as("acme-analyst").body("{}").post("/v1/campaigns").then().statusCode(403);
        as("acme-analyst")
                .body("{}")
                .header("If-Match", "\"1\"")
                .put("/v1/campaigns/x")
                .then()
                .statusCode(403);
        as("acme-analyst").delete("/v1/campaigns/x").then().statusCode(403);
        as("acme-admin").get("/v1/lookup/cookie/a").then().statusCode(403);
        as("acme-ad-network").get("/v1/destinations").then().statusCode(403);
        as("acme-ad-network").get("/v1/campaigns/x/funnel").then().statusCode(403);
        as("acme-ad-network").get("/v1/opt-outs/cookie/a").then().statusCode(403);
        given().get("/v1/destinations").then().statusCode(401);
    }

    @Test
    void definitionsAreVersionedAndFaultsSayWhatToMend() {
        String etag = webhook("acme").header("ETag", equalTo("\"1\"")).extract().header("ETag");
        as("acme-admin")
                .body(webhookOf(destination, "/hook/x"))
                .post("/v1/destinations")
                .then()
                .statusCode(409);
        as("acme-admin")
                .body(webhookOf(destination, "/hook/y"))
                .put("/v1/destinations/" + destination)
                .then()
                .statusCode(428);
        as("acme-admin")
                .header("If-Match", "\"7\"")
                .body(webhookOf(destination, "/hook/y"))
                .put("/v1/destinations/" + destination)
                .then()
                .statusCode(412);
        as("acme-admin")
                .header("If-Match", etag)
                .body(webhookOf(destination, "/hook/y"))
                .put("/v1/destinations/" + destination)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        as("acme-admin")
                .body(
                        "{\"id\":\"Bad Id\",\"name\":\"x\",\"connector\":\"fax\",\"credential\":\"../etc\",\"settings\":{\"endpoint\":\"ftp://x\"}}")
                .post("/v1/destinations")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.pointer", hasItem("/id"))
                .body("errors.pointer", hasItem("/connector"))
                .body("errors.pointer", hasItem("/credential"))
                .body("errors.pointer", hasItem("/settings/endpoint"));
        as("acme-admin")
                .body("{\"nmae\":\"x\"}")
                .post("/v1/destinations")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/nmae"));
        as("acme-marketer")
                .body(
                        "{\"name\":\"x\",\"flight\":{\"start\":\"2026-12-01T00:00:00Z\",\"end\":\"2026-11-01T00:00:00Z\"},\"activations\":[{\"segment\":\"nope\",\"destination\":\"nope\"}]}")
                .post("/v1/campaigns")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/flight/end"))
                .body("errors.pointer", hasItem("/activations/0/segment"))
                .body("errors.pointer", hasItem("/activations/0/destination"));
        as("acme-analyst")
                .get("/v1/destinations?limit=1")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(1));
    }

    @Test
    void unreadableMembershipIsSetAsideAndStopsNobody() throws Exception {
        webhook("acme");
        campaign("acme", "campaign-" + n, running(), segment, destination);
        send("dmp.memberships.v1", "acme|cookie:a" + n, "not json");

        members("acme", "cookie:a" + n, 1, List.of(), segment);

        eventuallyHolds(Set.of("cookie:a" + n));
        funnel("campaign-" + n).body("activations[0].matched", nullValue());
    }

    private void eventuallyHolds(Set<String> identifiers) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertEquals(identifiers, NETWORK.holds(account, segment)));
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(Tokens.of(user)).contentType("application/json");
    }

    private ValidatableResponse funnel(String campaign) {
        return as("acme-analyst")
                .get("/v1/campaigns/" + campaign + "/funnel")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse lookup(String identifier) {
        return as("acme-ad-network")
                .get("/v1/lookup/" + identifier.replace(":", "/"))
                .then()
                .statusCode(200);
    }

    private void tradeDesk(String tenant) {
        String body = """
                {"id":"%s","name":"TTD","connector":"ttd","settings":{"endpoint":"%s","advertiserId":"%s"},
                 "credential":"net","namespaces":["ttd","gaid","idfa"]}""".formatted(destination, NETWORK.url("/ttd"), account);
        as(tenant + "-admin").body(body).post("/v1/destinations").then().statusCode(201);
    }

    private ValidatableResponse webhook(String tenant) {
        return as(tenant + "-admin")
                .body(webhookOf(destination, "/hook/" + account))
                .post("/v1/destinations")
                .then()
                .statusCode(201);
    }

    private static String webhookOf(String id, String path) {
        return """
                {"id":"%s","name":"Hook","connector":"webhook","settings":{"endpoint":"%s"},
                 "credential":"net","namespaces":["cookie"]}""".formatted(id, NETWORK.url(path));
    }

    private static Instant[] running() {
        return new Instant[] {Instant.now().minusSeconds(60), Instant.now().plusSeconds(3_600)};
    }

    private void campaign(String tenant, String id, Instant[] flight, String segment, String destination)
            throws Exception {
        define(tenant, segment, 1);
        String body = """
                {"id":"%s","name":"%s","flight":{"start":"%s","end":"%s"},
                 "activations":[{"segment":"%s","destination":"%s"}]}""".formatted(id, id, flight[0], flight[1], segment, destination);
        as(tenant + "-marketer").body(body).post("/v1/campaigns").then().statusCode(201);
    }

    private void define(String tenant, String id, long version) throws Exception {
        send(
                "dmp.segments.v1",
                tenant + '|' + id,
                json.writeValueAsString(new SegmentDefined(tenant, id, id, version, "linked-devices", false)));
    }

    private void members(String tenant, String identifier, long version, List<String> linked, String... segments)
            throws Exception {
        send(new MembershipChanged(
                tenant,
                identifier,
                version,
                Instant.now(),
                Instant.now(),
                List.of(segments).stream()
                        .map(one -> new Membership(one, 1, Instant.now(), null))
                        .toList(),
                true,
                linked,
                List.of(segments),
                List.of(),
                false));
    }

    private void send(MembershipChanged message)
            throws JsonProcessingException, ExecutionException, InterruptedException {
        send("dmp.memberships.v1", message.key(), json.writeValueAsString(message));
    }

    private void send(String topic, String key, String value) throws ExecutionException, InterruptedException {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private ValidatableResponse callback(String tenant, String body) {
        String now = Long.toString(Instant.now().getEpochSecond());
        return callback(tenant, body, now, "1", sign("first-key-of-" + tenant, now, body));
    }

    private ValidatableResponse callback(String tenant, String body, String timestamp, String key, String signature) {
        return given().contentType("application/json")
                .header("X-DMP-Timestamp", timestamp)
                .header("X-DMP-Key", key)
                .header("X-DMP-Signature", signature)
                .body(body)
                .post("/v1/callbacks/" + tenant + '/' + destination)
                .then();
    }

    private static String sign(String secret, String timestamp, String body) {
        return Signature.of(secret, timestamp, body.getBytes(StandardCharsets.UTF_8));
    }
}
