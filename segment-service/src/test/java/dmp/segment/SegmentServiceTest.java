package dmp.segment;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import jakarta.inject.Inject;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.local.testing.PlatformResource;
import dmp.local.testing.Tokens;
import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.TraitOrdered;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The service on real PostgreSQL, Redis, Kafka and Keycloak: profiles and definitions in, memberships out. */
@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class SegmentServiceTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static Road road;

    /** Each test has its own trait, segment and identifier: the platform is shared. */
    private final int test = COUNT.incrementAndGet();

    private final String trait = "trait-" + test;
    private final String segment = "segment-" + test;
    private final String cookie = "cookie:visitor-" + test;

    /** Beside the one that is tested, as far as the database knows. */
    private final List<UUID> instances = new ArrayList<>();

    @Inject
    DataSource database;

    @BeforeAll
    static void open() {
        road = new Road();
    }

    @AfterAll
    static void close() {
        if (road != null) {
            road.close();
        }
    }

    @BeforeEach
    void knowTheTrait() {
        road.trait("acme", trait);
    }

    @Test
    void aProfileThatMatchesEntersAndItsMembershipIsExplained() {
        create(segment, "trait " + trait + " in 30 days and attribute geo.city = \"London\"", "device-only");
        long second = Instant.now().getEpochSecond();

        ProfileChanged profile = road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(second))));

        MembershipChanged told = awaitTold("acme", cookie, segment);
        assertEquals(List.of(segment), told.entered());
        assertTrue(told.activationAllowed());
        assertEquals(profile.receivedAt().toEpochMilli(), told.receivedAt().toEpochMilli());
        assertEquals(
                Instant.ofEpochSecond(second).plus(Duration.ofDays(30)),
                told.memberships().getFirst().until());
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments")
                .then()
                .statusCode(200)
                .body("memberships.segment", contains(segment))
                .body("version", equalTo(told.version()));
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/" + segment + "/explanation")
                .then()
                .statusCode(200)
                .body("explanation.holds", equalTo(true))
                .body("explanation.changesAt", notNullValue())
                .body("explanation.because.parts[0].count", equalTo(1))
                .body("explanation.because.parts[0].facts[0].identifier", equalTo(cookie))
                .body("explanation.because.parts[1].facts[0].value", equalTo("London"));
        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/segments/" + segment)
                .then()
                .body("size", equalTo(1))
                .body("entered24h", equalTo(1))
                .body("backfill.state", equalTo("complete")));
    }

    @Test
    void aMembershipEndsWhenItsWindowEndsWithoutAnyEvent() {
        create(segment, "trait " + trait + " in 4 seconds", "device-only");
        long second = Instant.now().getEpochSecond();
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(second))));
        awaitTold("acme", cookie, segment);

        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());

        MembershipChanged told = road.told("acme", cookie).getLast();
        assertFalse(told.changedAt().isBefore(Instant.ofEpochSecond(second + 4)), "left before the window ended");
        assertEquals(List.of(segment), told.left());
        assertEquals(null, told.receivedAt());
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/history?segment=" + segment)
                .then()
                .statusCode(200)
                .body("items.change", contains("left", "entered"))
                .body("items.cause", contains("TIME", "PROFILE"))
                .body("items.ruleVersion", contains(1, 1))
                .body("items[0].at", equalTo(told.changedAt().toString()))
                .body("complete", equalTo(true));
        as("globex-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/history")
                .then()
                .statusCode(404);
    }

    @Test
    void aNewSegmentIsAskedAboutAllThatAreKnown() {
        for (int i = 0; i < 300; i++) {
            String identifier = cookie + "-" + i;
            road.profile("acme", identifier, Road.facts(identifier, Map.of(trait, List.of(1_795_000_000L + i))));
        }
        awaitKnown(cookie + "-299");

        create(segment, "trait " + trait + " before " + Instant.ofEpochSecond(1_795_000_100L), "device-only");

        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/segments/" + segment)
                .then()
                .body("size", equalTo(100))
                .body("backfill.state", equalTo("complete"))
                .body("backfill.finishedAt", notNullValue()));
        await().atMost(SOON).until(() -> road.segments("acme", cookie + "-99").equals(List.of(segment)));
        assertEquals(List.of(), road.segments("acme", cookie + "-100"));
    }

    @Test
    void aRuleIsSizedBeforeItIsSavedAndSegmentsAreCompared() {
        String ttd = "ttd:visitor-" + test;
        long second = Instant.now().getEpochSecond();
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(second, second))));
        road.profile(
                "acme",
                cookie + "-no-ads",
                Road.facts(
                        cookie + "-no-ads",
                        new Consent(true, false, Instant.now()),
                        Map.of(trait, List.of(second, second))));
        road.profile("acme", ttd, Road.facts(ttd, Map.of(trait, List.of(second))));
        awaitKnown(cookie);
        awaitKnown(cookie + "-no-ads");
        awaitKnown(ttd);

        reach(Map.of("rule", "trait " + trait))
                .statusCode(200)
                .body("exact", equalTo(true))
                .body("size", equalTo(3))
                .body("interval", nullValue())
                .body("activationAllowed", equalTo(2))
                .body("byNamespace.namespace", contains("cookie", "ttd"))
                .body("byNamespace.size", contains(2, 1));
        reach(Map.of("rule", "trait " + trait, "namespaces", List.of("ttd"))).body("size", equalTo(1));
        reach(Map.of("rule", Map.of("trait", trait, "atLeast", 2))).body("size", equalTo(2));
        reach(Map.of("rule", "event (page.path = \"/" + test + "\") never"))
                .body("notRemembered", contains("page.path = \"/" + test + "\""));
        reach(Map.of("rule", "trait nobody-knows", "seed", "x", "sied", 1))
                .statusCode(400)
                .body("errors.pointer", contains("/sied", "/seed"));
        reach(Map.of("rule", "trait nobody-knows-this"))
                .statusCode(400)
                .body("errors[0].code", equalTo("unknown-trait"));
        as("globex-analyst")
                .body(Map.of("rule", "attribute geo.city = \"London\""))
                .post("/v1/reach")
                .then()
                .statusCode(200)
                .body("known", equalTo(0))
                .body("size", equalTo(0));

        create(segment, "trait " + trait, "device-only");
        create(segment + "-twice", "trait " + trait + " at least 2 times", "device-only");
        awaitBackfilled(segment);
        awaitBackfilled(segment + "-twice");
        overlap("acme-analyst", segment, segment + "-twice")
                .statusCode(200)
                .body("sizes.size", contains(3, 2))
                .body("pairs[0].inBoth", equalTo(2))
                .body("pairs[0].ofSecond", equalTo(1f))
                .body("inAny", equalTo(3));
        overlap("acme-analyst", segment).statusCode(400).body("errors[0].pointer", equalTo("/segments"));
        overlap("globex-analyst", segment, segment + "-twice")
                .statusCode(400)
                .body("errors.code", contains("unknown-segment", "unknown-segment"));
    }

    @Test
    void whatAChangeWouldAffectIsToldBeforeItIsMade() {
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        awaitKnown(cookie);
        create(segment, "trait " + trait, "device-only");
        create(segment + "-both", "trait " + trait + " at least 2 times and segment " + segment, "device-only");
        create(segment + "-through", "segment " + segment + " and attribute geo.city = \"Rome\"", "device-only");
        create(segment + "-other", "attribute geo.city = \"Paris\"", "device-only");
        awaitBackfilled(segment);

        impact("acme-analyst", "trait", trait)
                .statusCode(200)
                .body("segments", equalTo(3))
                .body("items.segment", contains(segment, segment + "-both", segment + "-through"))
                .body("items.namesIt", contains(true, true, false))
                .body("items.through", contains(List.of(), List.of(segment), List.of(segment)))
                .body("items[0].size", equalTo(1))
                .body("next", nullValue());
        impact("acme-analyst", "segment", segment).body("segments", equalTo(2));
        as("acme-analyst")
                .queryParam("trait", trait)
                .queryParam("limit", 1)
                .queryParam("after", segment)
                .get("/v1/impact")
                .then()
                .body("items.segment", contains(segment + "-both"))
                .body("next", equalTo(segment + "-both"));
        impact("globex-analyst", "trait", trait).statusCode(200).body("segments", equalTo(0));
        as("acme-analyst").get("/v1/impact").then().statusCode(400).body("errors.code", contains("one-of"));
    }

    private static ValidatableResponse impact(String user, String kind, String name) {
        return as(user).queryParam(kind, name).get("/v1/impact").then();
    }

    private static ValidatableResponse reach(Map<String, Object> body) {
        return as("acme-analyst").body(body).post("/v1/reach").then();
    }

    private static ValidatableResponse overlap(String user, String... segments) {
        return as(user).body(Map.of("segments", segments))
                .post("/v1/reach/overlap")
                .then();
    }

    @Test
    void aBackfillIsPausedResumedAndCancelled() {
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        awaitKnown(cookie);
        String paused = segment + "-paused";
        String cancelled = segment + "-cancelled";
        String marker = segment + "-marker";
        UUID other = runningInstance("now() + interval '1 hour'");
        create(paused, "trait " + trait, "device-only");
        backfill(paused, "pause", 200).body("state", equalTo("paused"));
        create(cancelled, "trait " + trait, "device-only");
        backfill(cancelled, "cancel", 200).body("state", equalTo("cancelled")).body("finishedAt", notNullValue());
        create(marker, "attribute geo.city = \"Paris\"", "device-only");
        hasHeard(other, "acme");
        awaitBackfilled(marker);

        assertEquals(List.of(), road.segments("acme", cookie));
        backfill(cancelled, "resume", 409).body("code", equalTo("backfill-over"));

        backfill(paused, "resume", 200).body("state", equalTo("running"));

        await().atMost(SOON).until(() -> road.segments("acme", cookie).contains(paused));
        awaitBackfilled(paused);
        backfill(paused, "pause", 409).body("code", equalTo("backfill-over"));
        // Whoever is asked at all is asked about every segment.
        assertEquals(List.of(cancelled, paused), road.segments("acme", cookie));
    }

    @Test
    void aBackfillWaitsForEveryRunningInstanceToDecideUnderItsRule() {
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        awaitKnown(cookie);
        runningInstance("now() - interval '1 minute'");
        String first = segment + "-first";
        create(first, "trait " + trait, "device-only");
        awaitBackfilled(first);

        UUID other = runningInstance("now() + interval '1 hour'");
        hasHeard(other, "globex");
        create(segment, "trait " + trait, "device-only");
        createAs("globex-marketer", segment, "attribute geo.city = \"Paris\"", "device-only");
        awaitBackfilledAs("globex-analyst", segment);

        as("acme-analyst")
                .get("/v1/segments/" + segment + "/backfill")
                .then()
                .body("state", equalTo("running"))
                .body("evaluated", equalTo(0));
        assertEquals(List.of(first), road.segments("acme", cookie));

        hasHeard(other, "acme");
        awaitBackfilled(segment);
        assertEquals(List.of(segment, first), road.segments("acme", cookie));
    }

    @Test
    void anInstanceThatWasForgottenTellsAgainWhatItHasHeard() {
        UUID other = runningInstance("now() + interval '1 hour'");
        create(segment, "trait " + trait, "device-only");
        String isHeard =
                "select count(*) from instance_rules r join backfill b on r.tenant = b.tenant and r.revision >= b.revision"
                        + " where b.segment = '%s' and r.instance <> '%s'".formatted(segment, other);
        await().atMost(SOON).until(() -> count(isHeard) == 1);

        execute("delete from instance where id <> '%s'".formatted(other));
        await().atMost(SOON).until(() -> count("select count(*) from instance where seen_at <= now()") == 1);
        hasHeard(other, "acme");

        awaitBackfilled(segment);
    }

    @Test
    void aBackfillThatWalksDoesNotWaitForAnInstanceThatStarts() {
        runningInstance("now() + interval '1 hour'");

        execute("""
                insert into backfill (tenant, segment, revision, start_bucket, wrapped, covered, evaluated, total, started_at)
                values ('walking', '%s', 1, 0, false, false, 0, 0, now())
                """.formatted(segment));

        await().atMost(SOON)
                .until(() ->
                        count("select count(*) from backfill where tenant = 'walking' and state = 'complete'") == 1);
    }

    private UUID runningInstance(String seenAt) {
        UUID id = UUID.randomUUID();
        instances.add(id);
        execute("insert into instance (id, seen_at) values ('%s', %s)".formatted(id, seenAt));
        return id;
    }

    private void hasHeard(UUID instance, String tenant) {
        execute("insert into instance_rules (instance, tenant, revision) values ('%s', '%s', %d)"
                .formatted(instance, tenant, Long.MAX_VALUE));
    }

    @AfterEach
    void forgetInstances() {
        instances.forEach(id -> execute("delete from instance where id = '%s'".formatted(id)));
    }

    private int count(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet counted = statement.executeQuery(sql)) {
            counted.next();
            return counted.getInt(1);
        }
    }

    private void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ValidatableResponse backfill(String segment, String verb, int status) {
        return as("acme-marketer")
                .post("/v1/segments/" + segment + "/backfill/" + verb)
                .then()
                .statusCode(status);
    }

    private static void awaitBackfilled(String segment) {
        awaitBackfilledAs("acme-analyst", segment);
    }

    private static void awaitBackfilledAs(String user, String segment) {
        await().atMost(SOON).untilAsserted(() -> as(user).get("/v1/segments/" + segment + "/backfill")
                .then()
                .statusCode(200)
                .body("state", equalTo("complete")));
    }

    @Test
    void aChangedRuleDecidesAnewAndAnArchivedSegmentIsLeftByAll() {
        String etag = create(segment, "trait " + trait, "device-only");
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        awaitTold("acme", cookie, segment);

        as("acme-marketer")
                .header("If-Match", etag)
                .body(Map.of("name", "Changed", "rule", "trait " + trait + " at least 2 times"))
                .put("/v1/segments/" + segment)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());

        as("acme-marketer")
                .header("If-Match", "\"2\"")
                .body(Map.of("name", "Changed", "rule", "trait " + trait + " at least 1 time"))
                .put("/v1/segments/" + segment)
                .then()
                .statusCode(200);
        await().atMost(SOON).until(() -> road.segments("acme", cookie).equals(List.of(segment)));

        as("acme-marketer").delete("/v1/segments/" + segment).then().statusCode(204);
        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());
        as("acme-analyst")
                .get("/v1/segments/" + segment)
                .then()
                .body("archived", equalTo(true))
                .body("size", equalTo(0));
        as("acme-analyst")
                .get("/v1/segments/" + segment + "/versions")
                .then()
                .body("items.version", contains(4, 3, 2, 1))
                .body("items[3].ruleText", equalTo("trait " + trait));
    }

    @Test
    void aProfileThatComesAgainIsToldAgainAndAnOlderOneChangesNothing() {
        create(segment, "trait " + trait, "device-only");
        ProfileChanged old = road.profile("acme", cookie, Road.facts(cookie, Map.of()));
        ProfileChanged profile =
                road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        MembershipChanged told = awaitTold("acme", cookie, segment);

        road.tell(profile);
        await().atMost(SOON).until(() -> road.told("acme", cookie).size() >= 2);
        assertEquals(told, road.told("acme", cookie).getLast());

        road.tell(old);
        await().atMost(SOON).until(() -> road.told("acme", cookie).size() >= 3);
        assertEquals(told, road.told("acme", cookie).getLast());
    }

    @Test
    void consentAndLinksAreToldWhenTheyChange() {
        create(segment, "trait " + trait, "linked-devices");
        Map<String, List<Long>> realised = Map.of(trait, List.of(1_795_000_000L));
        road.profile("acme", cookie, Road.facts(cookie, realised));
        awaitTold("acme", cookie, segment);

        road.profile("acme", cookie, Road.facts(cookie, realised), Road.facts("partner:crm:" + test, realised));
        await().atMost(SOON)
                .until(() ->
                        road.told("acme", cookie).getLast().linkedIdentifiers().equals(List.of("partner:crm:" + test)));

        Consent noActivation = new Consent(true, false, Instant.now());
        road.profile("acme", cookie, Road.facts(cookie, noActivation, realised));
        await().atMost(SOON).until(() -> !road.told("acme", cookie).getLast().activationAllowed());
        assertEquals(List.of(segment), road.segments("acme", cookie));

        Consent none = new Consent(false, false, Instant.now());
        road.profile("acme", cookie, Road.facts(cookie, none, Map.of()));
        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());
    }

    @Test
    void aSegmentLooksThroughAPolicyOfTheTenantAndIsEvaluatedAnewWhenThatChanges() {
        String policy = "own-" + test;
        String partner = "partner:crm:" + test;
        MergeRule wide = new MergeRule(List.of("cookie", "partner"), List.of(3), 30, 2, 10);
        MergeRule narrow = new MergeRule(List.of("cookie", "partner"), List.of(2), 30, 2, 10);
        road.mergePolicy("acme", policy, 2, wide, false);
        // Waits for the policy, which is still on its way.
        create(segment, "trait " + trait + " exactly 2 times", policy);
        Map<String, List<Long>> realised = Map.of(trait, List.of(1_795_000_000L));

        road.profile("acme", cookie, Road.facts(cookie, realised), Road.facts(partner, realised));
        awaitTold("acme", cookie, segment);

        as("acme-analyst")
                .body("{\"mergePolicy\":\"%s\",\"rule\":{\"matchMethods\":[2]}}".formatted(policy))
                .post("/v1/impact/merge-policy")
                .then()
                .statusCode(200)
                .body("changed", greaterThanOrEqualTo(1))
                .body("exact", equalTo(true))
                .body("examples.find { it.identifier == '" + cookie + "' }.after", contains(cookie))
                .body("segments", contains(segment));
        as("acme-analyst")
                .body("{\"mergePolicy\":\"owm-%s\",\"rule\":{\"depth\":0,\"sice\":2}}".formatted(test))
                .post("/v1/impact/merge-policy")
                .then()
                .statusCode(400)
                .body("errors.pointer", containsInAnyOrder("/mergePolicy", "/rule/depth", "/rule/sice"))
                .body("errors.suggestion", hasItem(policy));

        road.mergePolicy("acme", policy, 3, narrow, false);
        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/" + segment + "/explanation")
                .then()
                .statusCode(200)
                .body("explanation.mergePolicy", equalTo(policy))
                .body("explanation.because.count", equalTo(1));

        // An older version that comes again changes nothing; an archived one is gone on with, but not chosen anew.
        road.mergePolicy("acme", policy, 2, wide, false);
        road.mergePolicy("acme", policy, 4, wide, true);
        awaitTold("acme", cookie, segment);
        await().atMost(SOON).untilAsserted(() -> as("acme-marketer")
                .body(Map.of("name", "Too late " + test, "rule", "trait " + trait, "mergePolicy", policy))
                .post("/v1/segments")
                .then()
                .statusCode(400)
                .body("errors.code", contains("unknown-merge-policy")));
    }

    @Test
    void aTraitThatIsFiledAnewCountsForTheFoldersThatRulesName() {
        String folder = "/Travel-" + test;
        String beach = "beach-" + test;
        String other = "other-" + test;
        road.trait("acme", beach, 1, folder + "/Beach");
        road.trait("acme", other, 1, "/Other-" + test);
        create(segment, "any trait under \"" + folder + "\" at least 2 times", "device-only");
        road.profile(
                "acme",
                cookie,
                Road.facts(cookie, Map.of(beach, List.of(1_795_000_000L), other, List.of(1_795_000_000L))));
        awaitKnown(cookie);
        assertEquals(List.of(), road.segments("acme", cookie));

        road.trait("acme", other, 2, folder);

        awaitTold("acme", cookie, segment);
        as("acme-analyst")
                .queryParam("trait", other)
                .get("/v1/impact")
                .then()
                .statusCode(200)
                .body("items.segment", contains(segment));
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/" + segment + "/explanation")
                .then()
                .statusCode(200)
                .body("explanation.because.count", equalTo(2));
        as("acme-analyst")
                .body(Map.of("rule", "any trait under \"/Travle-" + test + "\""))
                .post("/v1/rules/check")
                .then()
                .statusCode(200)
                .body("errors[0].code", equalTo("unknown-folder"))
                .body("errors[0].suggestion", equalTo(folder));
    }

    @Test
    void whatRealisationsAreWorthIsSummedUpUntilTheWindowEnds() {
        String purchase = "purchase-" + test;
        road.trait(new TraitDefined("acme", purchase, "Bought", 1, "rule", "/", "custom.order_value", false));
        create(segment, "sum of trait %s at least 50.5 in 12 seconds".formatted(purchase), "device-only");
        long second = Instant.now().getEpochSecond();
        Facts facts = new Facts(
                cookie,
                new Consent(true, true, Instant.now()),
                Map.of(),
                List.of(new Realisations(
                        purchase, "www", List.of(second - 6, second), List.of(30_000_000L, 20_500_000L))));

        road.profile("acme", cookie, facts);

        assertEquals(
                Instant.ofEpochSecond(second + 6),
                awaitTold("acme", cookie, segment).memberships().getFirst().until());
        await().atMost(SOON).until(() -> road.segments("acme", cookie).isEmpty());
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/" + segment + "/explanation")
                .then()
                .statusCode(200)
                .body("explanation.because.sum", lessThan(50.5f));
        as("acme-analyst")
                .body(Map.of("rule", "sum of trait " + trait + " at least 1"))
                .post("/v1/rules/check")
                .then()
                .body("errors[0].code", equalTo("no-value"))
                .body("errors[0].column", equalTo(14));
    }

    @Test
    void aConditionOnEventsOrdersTheTraitBehindItAndSharesIt() {
        String rule = "event (page.path starts with \"/" + test + "\" and custom.basket between 10 and 20) in 30 days";
        create(segment, rule, "device-only");
        create(segment + "-too", rule + " and not trait " + trait, "device-only");

        List<TraitOrdered> orders = await().atMost(SOON)
                .until(
                        () -> road.orders().stream()
                                .filter(order -> order.rule().contains("/" + test))
                                .toList(),
                        found -> !found.isEmpty());

        TraitOrdered order = orders.getFirst();
        assertTrue(orders.stream().allMatch(order::equals));
        assertEquals(
                "{\"all\":[{\"signal\":\"page.path\",\"prefix\":\"/" + test + "\"},{\"all\":["
                        + "{\"signal\":\"custom.basket\",\"atLeast\":10},{\"signal\":\"custom.basket\",\"atMost\":20}]}]}",
                order.rule());
        as("acme-analyst")
                .get("/v1/segments/" + segment)
                .then()
                .statusCode(200)
                .body("ruleText", equalTo(rule))
                .body("rule.event.all[0].signal", equalTo("page.path"));
        road.profile(
                "acme",
                cookie,
                Road.facts(cookie, Map.of(order.id(), List.of(Instant.now().getEpochSecond()))));
        awaitTold("acme", cookie, segment + "-too");
        as("acme-analyst")
                .body(Map.of("rule", "event (page.path > 3 or page.pth exists)"))
                .post("/v1/rules/check")
                .then()
                .statusCode(200)
                .body("errors.code", contains("type-mismatch", "unknown-signal"))
                .body("errors[1].suggestion", equalTo("page.path"));
    }

    @Test
    void aForgottenProfileIsToldAsForgottenAndNotBroughtBackByALateRecord() {
        create(segment, "trait " + trait, "device-only");
        ProfileChanged profile =
                road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        MembershipChanged member = awaitTold("acme", cookie, segment);

        road.profile("acme", cookie);
        await().atMost(SOON).until(() -> road.told("acme", cookie).getLast().forgotten());
        road.tell(profile);
        await().atMost(SOON).until(() -> road.told("acme", cookie).size() >= 3);

        MembershipChanged last = road.told("acme", cookie).getLast();
        assertTrue(last.forgotten());
        assertTrue(last.version() > member.version());
        assertEquals(List.of(), last.memberships());
        as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments")
                .then()
                .statusCode(404);
        await().atMost(SOON)
                .untilAsserted(() ->
                        as("acme-analyst").get("/v1/segments/" + segment).then().body("size", equalTo(0)));

        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));

        // Its history before is forgotten as well.
        await().atMost(SOON).untilAsserted(() -> as("acme-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/history")
                .then()
                .statusCode(200)
                .body("items.change", contains("entered"))
                .body("complete", equalTo(true)));
    }

    @Test
    void segmentsMayReferToOneAnotherButNotInACircle() {
        create(segment, "trait " + trait, "device-only");
        String narrower = "narrower-" + segment;
        create(narrower, "segment " + segment + " and attribute geo.city = \"London\"", "device-only");
        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));
        awaitTold("acme", cookie, narrower);

        as("acme-marketer")
                .header("If-Match", "\"1\"")
                .body(Map.of("name", "Circle", "rule", "segment " + narrower))
                .put("/v1/segments/" + segment)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].code", equalTo("segment-circle"))
                .body("errors[0].column", equalTo(9));
        as("acme-marketer")
                .delete("/v1/segments/" + segment)
                .then()
                .statusCode(409)
                .body("code", equalTo("segment-in-use"));
    }

    @Test
    void tenantsSeeNothingOfEachOther() {
        road.trait("globex", trait);
        create(segment, "trait " + trait, "device-only");
        Map<String, List<Long>> realised = Map.of(trait, List.of(1_795_000_000L));
        road.profile("globex", cookie, Road.facts(cookie, realised));
        road.profile("acme", cookie, Road.facts(cookie, realised));
        awaitTold("acme", cookie, segment);

        assertEquals(List.of(), road.told("globex", cookie));
        String path = "/v1/segments/" + segment;
        as("globex-marketer").get(path).then().statusCode(404);
        as("globex-marketer").get(path + "/versions").then().statusCode(404);
        as("globex-marketer").delete(path).then().statusCode(404);
        as("globex-marketer")
                .header("If-Match", "*")
                .body(Map.of("name", "Mine", "rule", "trait " + trait))
                .put(path)
                .then()
                .statusCode(404);
        as("globex-marketer").get("/v1/segments?limit=500").then().body("items.id", not(hasItem(segment)));
        as("globex-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments")
                .then()
                .statusCode(200)
                .body("memberships", hasSize(0));
        as("globex-analyst")
                .get("/v1/profiles/cookie/visitor-" + test + "/segments/" + segment + "/explanation")
                .then()
                .statusCode(404);
        as("globex-analyst")
                .body(Map.of("rule", "segment " + segment))
                .post("/v1/rules/check")
                .then()
                .body("errors[0].code", equalTo("unknown-segment"));
        as("globex-marketer")
                .post("/v1/segments/" + segment + "/backfill/cancel")
                .then()
                .statusCode(404);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/segments, acme-analyst, 403",
        "PUT, /v1/segments/x, acme-analyst, 403",
        "DELETE, /v1/segments/x, acme-analyst, 403",
        "GET, /v1/segments, acme-ad-network, 403",
        "GET, /v1/segments/x, acme-ad-network, 403",
        "GET, /v1/segments/x/versions, acme-ad-network, 403",
        "GET, /v1/segments/x/backfill, acme-ad-network, 403",
        "POST, /v1/segments/x/backfill/pause, acme-analyst, 403",
        "POST, /v1/segments/x/backfill/resume, acme-analyst, 403",
        "POST, /v1/segments/x/backfill/cancel, acme-analyst, 403",
        "POST, /v1/rules/check, acme-ad-network, 403",
        "POST, /v1/reach, acme-ad-network, 403",
        "POST, /v1/reach/overlap, acme-ad-network, 403",
        "GET, /v1/impact?trait=x, acme-ad-network, 403",
        "GET, /v1/profiles/cookie/x/segments, acme-ad-network, 403",
        "GET, /v1/profiles/cookie/x/segments/history, acme-ad-network, 403",
        "GET, /v1/profiles/cookie/x/segments/y/explanation, acme-ad-network, 403"
    })
    void aWeakerRoleIsRefused(String method, String path, String user, int status) {
        as(user).body("{}").request(method, path).then().statusCode(status);
        given().contentType("application/json")
                .body("{}")
                .request(method, path)
                .then()
                .statusCode(401);
    }

    @Test
    void requestsAreRefusedWithThePlaceAndWhatToDo() {
        as("acme-marketer")
                .body(Map.of("nam", "x", "mergePolicy", "linked-device"))
                .post("/v1/segments")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("code", equalTo("invalid"))
                .body("errors.pointer", contains("/nam", "/name", "/id", "/mergePolicy"))
                .body("errors[0].suggestion", equalTo("name"));
        as("acme-marketer")
                .body(Map.of("id", segment, "name", "x", "rule", "trait " + trait + "\n and trait " + trait + "x"))
                .post("/v1/segments")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/rule"))
                .body("errors[0].line", equalTo(2))
                .body("errors[0].column", equalTo(12))
                .body("errors[0].suggestion", equalTo(trait));
        as("acme-marketer").body("{\"name\": ").post("/v1/segments").then().statusCode(400);
        String etag = create(segment, "trait " + trait, "device-only");
        Map<String, String> change = Map.of("name", "x", "rule", "trait " + trait);
        as("acme-marketer")
                .body(Map.of("id", segment, "name", "x", "rule", "trait " + trait))
                .post("/v1/segments")
                .then()
                .statusCode(409);
        as("acme-marketer").body(change).put("/v1/segments/" + segment).then().statusCode(428);
        as("acme-marketer")
                .header("If-Match", "\"7\"")
                .body(change)
                .put("/v1/segments/" + segment)
                .then()
                .statusCode(412);
        as("acme-marketer")
                .header("If-Match", etag)
                .body(change)
                .put("/v1/segments/" + segment)
                .then()
                .statusCode(200);
    }

    @Test
    void aRuleIsCheckedBeforeItIsSaved() {
        as("acme-analyst")
                .body(
                        "{\"rule\": {\"all\": [{\"trait\": \"" + trait
                                + "\", \"atLeast\": 2, \"within\": \"30 days\"}, {\"attribute\": \"geo.city\", \"equals\": \"London\"}]}}")
                .post("/v1/rules/check")
                .then()
                .statusCode(200)
                .body("valid", equalTo(true))
                .body(
                        "ruleText",
                        equalTo("trait " + trait + " at least 2 times in 30 days and attribute geo.city = \"London\""))
                .body("dependsOn.traits", contains(trait))
                .body("dependsOn.attributes", contains("geo.city"));
        as("acme-analyst")
                .body(Map.of("rule", "trait " + trait + " at leest 2 times"))
                .post("/v1/rules/check")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("ruleText", nullValue())
                .body("errors[0].suggestion", equalTo("least"));
    }

    @Test
    void anUnreadableRecordIsPutAsideAndTheNextIsHandled() {
        create(segment, "trait " + trait, "device-only");
        road.send(ProfileTopics.PROFILES, "acme|" + cookie, "no json".getBytes(StandardCharsets.UTF_8));
        road.send(ProfileTopics.PROFILES, "acme|" + cookie, "{\"tenant\":\"acme\"}".getBytes(StandardCharsets.UTF_8));

        road.profile("acme", cookie, Road.facts(cookie, Map.of(trait, List.of(1_795_000_000L))));

        awaitTold("acme", cookie, segment);
    }

    @Test
    void listsAreReadPageByPage() {
        for (String id : List.of("a", "b", "c")) {
            create("page-" + id + "-" + segment, "trait " + trait, "device-only");
        }

        as("acme-analyst")
                .get("/v1/segments?limit=2&after=page-a")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].id", equalTo("page-a-" + segment))
                .body("next", equalTo("page-b-" + segment));
        as("acme-analyst").get("/v1/segments?limit=0").then().statusCode(400);
    }

    private static RequestSpecification as(String user) {
        return given().auth().oauth2(Tokens.of(user)).contentType("application/json");
    }

    private static String create(String id, String rule, String mergePolicy) {
        return createAs("acme-marketer", id, rule, mergePolicy);
    }

    private static String createAs(String user, String id, String rule, String mergePolicy) {
        return as(user).body(Map.of("id", id, "name", "Name of " + id, "rule", rule, "mergePolicy", mergePolicy))
                .post("/v1/segments")
                .then()
                .statusCode(201)
                .header("Location", endsWith("/v1/segments/" + id))
                .extract()
                .header("ETag");
    }

    private static MembershipChanged awaitTold(String tenant, String identifier, String segment) {
        await().atMost(SOON).until(() -> road.segments(tenant, identifier).contains(segment));
        return road.told(tenant, identifier).getLast();
    }

    private static void awaitKnown(String identifier) {
        String path = "/v1/profiles/" + identifier.replaceFirst(":", "/") + "/segments";
        await().atMost(SOON)
                .untilAsserted(() -> as("acme-analyst").get(path).then().statusCode(200));
    }
}
