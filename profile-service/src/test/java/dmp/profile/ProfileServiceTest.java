package dmp.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.ingestion.contract.ObservedLink;
import dmp.local.testing.PlatformResource;
import dmp.local.testing.Tokens;
import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;
import dmp.profile.identity.Links;
import dmp.segment.contract.SegmentTopics;
import dmp.segment.contract.TraitOrdered;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The service on real PostgreSQL, Redis, Kafka and Keycloak. Each test has identifiers of its own. */
@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
class ProfileServiceTest {

    private static final String PRICING = """
            {"id":"pricing-visitor","name":"Visited the pricing page","kind":"rule",
             "rule":{"all":[{"signal":"event.name","equals":"page-view"},{"signal":"page.path","prefix":"/pricing"}]}}""";

    @Inject
    ObjectMapper json;

    @Inject
    KafkaClientService clients;

    @Inject
    ReactiveRedisDataSource redis;

    @Inject
    AgroalDataSource database;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private RoadForTests road;
    private int events;

    @BeforeEach
    void standAtBothEndsOfTheRoad() {
        road = new RoadForTests(
                bootstrapServers,
                json,
                ProfileTopics.TRAITS,
                ProfileTopics.MERGE_POLICIES,
                IngestionTopics.EVENTS + ".dlq");
        as("acme-marketer").contentType(ContentType.JSON).body(PRICING).post("/v1/traits");
    }

    @AfterEach
    void leave() {
        road.close();
        execute("delete from instance where seen_at > now() + interval '1 minute'");
    }

    @Test
    void anEventBecomesAProfile() {
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of()));

        ProfileChanged profile = road.await("acme|" + visitor, changed -> true);

        ProfileChanged.Facts facts = profile.facts().getFirst();
        assertEquals(
                List.of(new ProfileChanged.Realisations("pricing-visitor", "www", List.of(now.getEpochSecond()))),
                facts.realisations());
        assertEquals("London", facts.attributes().get("geo.city").value());
        assertEquals(new ProfileChanged.Consent(true, true, now), facts.consent());
        assertEquals(now, profile.receivedAt());
        as("acme-analyst")
                .get("/v1/profiles/cookie/" + run)
                .then()
                .statusCode(200)
                .body("facts.realisations.trait", contains("pricing-visitor"))
                .body("facts.attributes.'geo.city'.source", equalTo("www"))
                .body("views.mergePolicy[0]", equalTo("device-only"))
                .body("views.mergePolicy[1]", equalTo("linked-devices"));
    }

    @Test
    void aNewOrChangedTraitIsRealisedByTheEventsRetained() throws InterruptedException {
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of()));
        road.await("acme|" + visitor, changed -> true);
        String trait = "late-" + run;

        defineLondoner(trait);

        ProfileChanged profile =
                road.await("acme|" + visitor, changed -> realised(changed).contains(trait));
        assertEquals(
                List.of(now.getEpochSecond()),
                profile.facts().getFirst().realisations().stream()
                        .filter(realisations -> realisations.trait().equals(trait))
                        .findFirst()
                        .orElseThrow()
                        .at());
        awaitBackfilled(trait, 1);

        as("acme-marketer")
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(visitorOf("Paris", trait))
                .put("/v1/traits/" + trait)
                .then()
                .statusCode(200);

        road.await(
                "acme|" + visitor,
                changed -> changed.version() > profile.version()
                        && !realised(changed).contains(trait));
        awaitBackfilled(trait, 2);
        as("globex-analyst").get("/v1/traits/" + trait + "/backfill").then().statusCode(404);
    }

    @Test
    void aBackfillWaitsForEveryRunningInstanceToKnowTheTrait() throws InterruptedException {
        String visitor = "cookie:waiting-" + run;
        road.send(pageView(visitor, now, List.of()));
        road.await("acme|" + visitor, changed -> true);
        String known = "known-" + run;
        String unknown = "unknown-" + run;
        UUID dead = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        execute("insert into instance values ('%s', now() - interval '1 hour', 0)".formatted(dead));

        defineLondoner(known);
        execute("insert into instance select '%s', now() + interval '1 hour', changed_in + 1 from trait where id = '%s'"
                .formatted(other, known));
        defineLondoner(unknown);

        awaitBackfilled(known, 1);
        // Long enough to have begun, had it not waited.
        Thread.sleep(3_000);
        as("acme-analyst")
                .get("/v1/traits/" + unknown + "/backfill")
                .then()
                .body("state", equalTo("running"))
                .body("ofEvents", equalTo(0));
        execute("update instance set knows_until = %d where id = '%s'".formatted(Long.MAX_VALUE, other));
        awaitBackfilled(unknown, 1);
    }

    @Test
    void whatChangedWhileAnInstanceWasNotWaitedForIsLookedAtAgain() throws InterruptedException {
        String visitor = "cookie:missed-" + run;
        String trait = "missed-" + run;
        road.send(pageView(visitor, now, List.of()));
        defineLondoner(trait);
        road.await("acme|" + visitor, changed -> realised(changed).contains(trait));
        awaitBackfilled(trait, 1);

        // As if another instance had changed and backfilled it, while this one could not be seen.
        execute("""
                begin;
                update trait set definition = replace(definition, 'London', 'Paris'), version = 2 where id = '%1$s';
                update trait_backfill set definition = replace(definition, 'London', 'Paris'), version = 2 where trait = '%1$s';
                update instance set seen_at = now() - interval '1 minute';
                commit
                """.formatted(trait));

        road.await("acme|" + visitor, changed -> !realised(changed).contains(trait));
        awaitBackfilled(trait, 2);
    }

    private static void defineLondoner(String id) {
        as("acme-marketer")
                .contentType(ContentType.JSON)
                .body(visitorOf("London", id))
                .post("/v1/traits")
                .then()
                .statusCode(201);
    }

    private static String visitorOf(String city, String id) {
        return "{\"id\":\"%s\",\"kind\":\"rule\",\"rule\":{\"signal\":\"geo.city\",\"equals\":\"%s\"}}"
                .formatted(id, city);
    }

    private void execute(String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void realisationsAreWorthWhatTheTraitSaysAlsoWhenThatChanges() throws InterruptedException {
        String buyer = "cookie:buyer-" + run;
        String trait = "purchase-" + run;
        String purchase =
                "{\"id\":\"%s\",\"kind\":\"rule\",\"rule\":{\"signal\":\"event.name\",\"equals\":\"purchase\"},\"value\":\"%s\"}";
        as("acme-marketer")
                .contentType(ContentType.JSON)
                .body(purchase.formatted(trait, "custom.order_value"))
                .post("/v1/traits")
                .then()
                .statusCode(201)
                .body("value", equalTo("custom.order_value"));
        road.send(new EventCollected(
                "e" + run + events++,
                "acme",
                "www",
                buyer,
                List.of(),
                "purchase",
                now,
                now,
                Map.of("event.name", "purchase", "custom.order_value", "29.9", "custom.margin", "-1.5"),
                List.of(),
                Consent.ALL,
                Consent.ALL));

        road.await("acme|" + buyer, changed -> worth(changed, trait).equals(List.of(29_900_000L)));
        as("acme-analyst")
                .get("/v1/profiles/cookie/buyer-" + run)
                .then()
                .statusCode(200)
                .body("facts.realisations.find { it.trait == '%s' }.values".formatted(trait), contains(29.9f));
        awaitBackfilled(trait, 1);

        as("acme-marketer")
                .contentType(ContentType.JSON)
                .header("If-Match", "\"1\"")
                .body(purchase.formatted(trait, "custom.margin"))
                .put("/v1/traits/" + trait)
                .then()
                .statusCode(200);

        road.await("acme|" + buyer, changed -> worth(changed, trait).equals(List.of(-1_500_000L)));
    }

    private static List<Long> worth(ProfileChanged profile, String trait) {
        return profile.facts().getFirst().realisations().stream()
                .filter(realisations -> realisations.trait().equals(trait))
                .flatMap(realisations -> realisations.values().stream())
                .toList();
    }

    private static List<String> realised(ProfileChanged profile) {
        return profile.facts().getFirst().realisations().stream()
                .map(ProfileChanged.Realisations::trait)
                .toList();
    }

    private static void awaitBackfilled(String trait, int version) throws InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        JsonPath progress;
        do {
            Thread.sleep(200);
            progress = as("acme-analyst")
                    .get("/v1/traits/" + trait + "/backfill")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
        } while (!"complete".equals(progress.getString("state"))
                && Instant.now().isBefore(deadline));
        assertEquals("complete", progress.getString("state"));
        assertEquals(version, progress.getInt("version"));
        assertEquals(progress.getLong("ofEvents"), progress.getLong("readEvents"));
        assertTrue(progress.getLong("replayed") >= 1, progress.prettify());
    }

    @Test
    void aCodeOfASourceRealisesAnOnboardedTrait() {
        as("acme-marketer")
                .contentType(ContentType.JSON)
                .body("{\"id\":\"gold-%s\",\"kind\":\"onboarded\",\"source\":\"crm\",\"code\":\"gold\"}".formatted(run))
                .post("/v1/traits")
                .then()
                .statusCode(201);
        String customer = "partner:crm:" + run;
        road.send(new EventCollected(
                "o" + run,
                "acme",
                "crm",
                customer,
                List.of(),
                "onboarded",
                now,
                now,
                Map.of("event.name", "onboarded"),
                List.of("gold"),
                Consent.ALL,
                Consent.ALL));

        ProfileChanged profile = road.await("acme|" + customer, changed -> true);

        assertEquals(
                List.of(new ProfileChanged.Realisations("gold-" + run, "crm", List.of(now.getEpochSecond()))),
                profile.facts().getFirst().realisations());
        as("acme-analyst").get("/v1/profiles/partner:crm/" + run).then().statusCode(200);
    }

    @Test
    void twoCookiesAreMergedByAPartnersIdAndUnmergingGivesBackExactlyWhatWasThere() {
        String one = "cookie:1" + run;
        String other = "cookie:2" + run;
        String partner = "partner:crm:" + run;
        road.send(pageView(one, now, List.of()));
        road.send(pageView(other, now, List.of()));
        List<ProfileChanged.Facts> oneAlone =
                road.await("acme|" + one, changed -> true).facts();
        List<ProfileChanged.Facts> otherAlone =
                road.await("acme|" + other, changed -> true).facts();

        road.send(pageView(partner, now.minusSeconds(5), List.of(one, other)));

        assertEquals(
                List.of(one, partner, other),
                identifiers(road.await("acme|" + one, changed -> changed.facts().size() == 3)));
        assertEquals(
                List.of(partner, one, other),
                identifiers(
                        road.await("acme|" + partner, changed -> changed.facts().size() == 3)));
        as("acme-analyst")
                .get("/v1/profiles/cookie/1" + run)
                .then()
                .body("links.identifier", contains(partner))
                .body("links.matchMethod", contains(3))
                .body("views[1].identifiers", contains(one, partner, other));

        as("acme-marketer")
                .delete("/v1/profiles/cookie/1" + run + "/links/" + partner)
                .then()
                .statusCode(403);
        as("acme-admin")
                .delete("/v1/profiles/cookie/1" + run + "/links/" + partner)
                .then()
                .statusCode(202)
                .body("receipt", notNullValue());

        assertEquals(
                oneAlone,
                road.await("acme|" + one, changed -> changed.facts().size() == 1)
                        .facts());
        assertEquals(
                List.of(other, partner),
                identifiers(
                        road.await("acme|" + other, changed -> changed.facts().size() == 2)));

        as("acme-admin")
                .delete("/v1/profiles/cookie/2" + run + "/links/" + partner)
                .then()
                .statusCode(202);

        assertEquals(
                otherAlone,
                road.await("acme|" + other, changed -> changed.facts().size() == 1)
                        .facts());
        as("acme-admin")
                .delete("/v1/profiles/cookie/2" + run + "/links/" + partner)
                .then()
                .statusCode(404);
    }

    @Test
    void aHubIsListedWithItsReasonAndReleasedAndPutUnderQuarantineAgain() {
        String hub = "partner:crm:" + run;
        String visitor = "cookie:" + run + "-0";
        for (int i = 0; i <= Links.HUB_BOUND; i++) {
            road.send(pageView("cookie:" + run + "-" + i, now, List.of(hub)));
        }
        road.await("acme|" + hub, changed -> changed.mergePolicies().getFirst().leftOut() == Links.HUB_BOUND + 1);

        as("acme-analyst")
                .queryParam("after", hub.substring(0, hub.length() - 1))
                .queryParam("limit", 1)
                .get("/v1/hubs")
                .then()
                .statusCode(200)
                .body("items.identifier", contains(hub))
                .body("items[0].status", equalTo("quarantined"))
                .body("items[0].links", equalTo(Links.HUB_BOUND + 1))
                .body("items[0].sourceToLinks.www", equalTo(Links.HUB_BOUND + 1));
        as("globex-analyst").get("/v1/hubs").then().statusCode(200).body("items", empty());
        as("acme-analyst")
                .get("/v1/profiles/cookie/" + run + "-0")
                .then()
                .body("views[1].leftOut", equalTo(1))
                .body("views[1].leftOutFirst[0].identifier", equalTo(hub))
                .body("views[1].leftOutFirst[0].reason", equalTo("hub"));

        String release = "/v1/hubs/partner/crm:" + run + "/release";
        as("acme-marketer").put(release).then().statusCode(403);
        as("globex-admin").put(release).then().statusCode(404);
        as("acme-admin").put(release).then().statusCode(202).body("receipt", notNullValue());

        // As many as a view unites, of the hub and all around it.
        road.await("acme|" + visitor, changed -> changed.facts().size() == 50);
        as("acme-analyst")
                .queryParam("after", hub.substring(0, hub.length() - 1))
                .get("/v1/hubs")
                .then()
                .body("items[0].status", equalTo("released"))
                .body("items[0].ruledAt", notNullValue());

        as("acme-admin").delete(release).then().statusCode(202);

        road.await("acme|" + visitor, changed -> changed.facts().size() == 1);
        as("acme-admin").put("/v1/hubs/cookie/" + run + "-0/release").then().statusCode(404);
    }

    @Test
    void anOrderedTraitIsDefinedRealisedByWhatWasBeforeAndInForceAgainWhenItIsOrderedAgain() throws IOException {
        String trait = "event-" + run;
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of()));
        road.await("acme|" + visitor, changed -> true);
        TraitOrdered order = new TraitOrdered(
                "acme",
                trait,
                "page.path starts with \"/pricing\"",
                "/Rules",
                "{\"all\":[{\"signal\":\"page.path\",\"prefix\":\"/pricing\"}]}");
        TraitOrdered wrong = new TraitOrdered("acme", trait + "-wrong", "wrong", "/Rules", "{\"signal\":\"page\"}");

        road.send(SegmentTopics.TRAIT_ORDERS, wrong.key(), json.writeValueAsBytes(wrong));
        road.send(SegmentTopics.TRAIT_ORDERS, order.key(), json.writeValueAsBytes(order));

        road.await("acme|" + visitor, changed -> changed.facts().getFirst().realisations().stream()
                .anyMatch(realised -> realised.trait().equals(trait)));
        as("acme-analyst").get("/v1/traits/" + trait).then().statusCode(200).body("folder", equalTo("/Rules"));
        as("acme-analyst").get("/v1/traits/" + trait + "-wrong").then().statusCode(404);

        as("acme-marketer").delete("/v1/traits/" + trait).then().statusCode(204);
        road.send(SegmentTopics.TRAIT_ORDERS, order.key(), json.writeValueAsBytes(order));
        RoadForTests.eventually(
                () -> as("acme-analyst").get("/v1/traits/" + trait).path("archived"), Boolean.FALSE::equals);
    }

    @Test
    void aMergePolicyIsMadeChangedShownAndArchivedAndEachVersionIsKeptAndTold() throws IOException {
        String policy = "household-" + run;
        String path = "/v1/merge-policies/" + policy;
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of("partner:crm:" + run, "partner:shop:" + run)));
        road.await("acme|" + visitor, changed -> changed.links().size() == 2);

        write("acme-marketer", "{\"id\":\"%s\"}".formatted(policy))
                .post("/v1/merge-policies")
                .then()
                .statusCode(403);
        write("acme-admin", "{\"id\":\"linked-devices\",\"matchMethods\":[1],\"depht\":2,\"linkDays\":-1,\"size\":51}")
                .post("/v1/merge-policies")
                .then()
                .statusCode(400)
                .body("errors.pointer", containsInAnyOrder("/id", "/matchMethods", "/depht", "/linkDays", "/size"));
        write(
                        "acme-admin",
                        "{\"id\":\"%s\",\"namespaces\":[\"cookie\",\"partner:crm\"],\"matchMethods\":[3],\"linkDays\":30}"
                                .formatted(policy))
                .post("/v1/merge-policies")
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("depth", equalTo(6))
                .body("size", equalTo(50));

        as("acme-analyst")
                .get("/v1/profiles/cookie/" + run)
                .then()
                .statusCode(200)
                .body(
                        "views.find { it.mergePolicy == '" + policy + "' }.identifiers",
                        contains(visitor, "partner:crm:" + run));

        String narrower = "{\"matchMethods\":[2]}";
        write("acme-admin", narrower).put(path).then().statusCode(428);
        write("acme-admin", narrower)
                .header("If-Match", "\"7\"")
                .put(path)
                .then()
                .statusCode(412);
        write("acme-admin", narrower)
                .header("If-Match", "\"1\"")
                .put(path)
                .then()
                .statusCode(200);
        as("acme-analyst")
                .get("/v1/profiles/cookie/" + run)
                .then()
                .body("views.find { it.mergePolicy == '" + policy + "' }.identifiers", contains(visitor));
        as("globex-admin").get(path).then().statusCode(404);

        as("acme-admin").delete(path).then().statusCode(204);
        as("acme-admin").delete(path).then().statusCode(204);
        write("acme-admin", narrower).header("If-Match", "*").put(path).then().statusCode(409);
        as("acme-analyst").get("/v1/merge-policies").then().body("items.id", not(hasItem(policy)));
        as("acme-analyst")
                .get(path + "/versions")
                .then()
                .statusCode(200)
                .body("items.version", contains(3, 2, 1))
                .body("items.archived", contains(true, false, false))
                .body("items[2].linkDays", equalTo(30))
                .body("items[2].changedBy", notNullValue());

        MergePolicyDefined told = json.readValue(
                road.awaitValue(
                        ProfileTopics.MERGE_POLICIES,
                        value -> value.contains(policy + "\",") && value.contains("\"archived\":true")),
                MergePolicyDefined.class);
        assertEquals(3, told.version());
        assertEquals(new MergeRule(List.of(), List.of(2), null, 6, 50), told.rule());
    }

    private static RequestSpecification write(String who, String body) {
        return as(who).contentType(ContentType.JSON).body(body);
    }

    @Test
    void anErasedIdentifierIsForgottenAlsoWhenAnOldEventArrivesLater() {
        String visitor = "cookie:" + run;
        String partner = "partner:crm:" + run;
        road.send(pageView(visitor, now, List.of(partner)));
        road.await("acme|" + partner, changed -> changed.facts().size() == 2);

        as("acme-marketer").delete("/v1/profiles/cookie/" + run).then().statusCode(403);
        as("acme-admin")
                .delete("/v1/profiles/cookie/" + run)
                .then()
                .statusCode(202)
                .body("identifier", equalTo(visitor));

        assertTrue(road.await("acme|" + visitor, ProfileChanged::isForgotten)
                .mergePolicies()
                .isEmpty());
        road.await("acme|" + partner, changed -> changed.facts().size() == 1);
        road.send(pageView(visitor, now.minusSeconds(60), List.of(partner)));
        assertTrue(road.afterQuiet("acme|" + visitor).isForgotten());
        assertEquals(List.of(partner), identifiers(road.afterQuiet("acme|" + partner)));
        as("acme-analyst").get("/v1/profiles/cookie/" + run).then().statusCode(404);

        road.send(pageView(visitor, Instant.now().plusMillis(1), List.of()));

        assertFalse(road.await("acme|" + visitor, changed -> !changed.isForgotten())
                .facts()
                .getFirst()
                .realisations()
                .isEmpty());
    }

    @Test
    void redeliveryOfEverythingAnnouncesEverythingAndChangesNothing() {
        String visitor = "cookie:" + run;
        String partner = "partner:crm:" + run;
        road.send(pageView(visitor, now, List.of(partner)));
        road.send(pageView(visitor, now.plusMillis(1), List.of()));
        road.await("acme|" + visitor, changed -> changed.facts().size() == 2);
        ProfileChanged before = road.afterQuiet("acme|" + visitor);

        clients.getConsumer("facts-in")
                .runOnPollingThread(consumer -> {
                    consumer.seekToBeginning(consumer.assignment());
                })
                .await()
                .indefinitely();

        ProfileChanged after = road.await("acme|" + visitor, changed -> changed.version() > before.version());
        assertEquals(before.facts(), after.facts());
        assertEquals(before.facts(), road.afterQuiet("acme|" + visitor).facts());
    }

    @Test
    void aClientsRetryChangesNothingAndIsNotAnnounced() {
        String visitor = "cookie:" + run;
        EventCollected event = pageView(visitor, now, List.of());
        road.send(event);
        ProfileChanged before = road.await("acme|" + visitor, changed -> true);

        road.send(event);

        assertEquals(before, road.afterQuiet("acme|" + visitor));
    }

    @Test
    void whenRedisHasDroppedTheConnectionsAndForgottenTheScriptTheNextEventIsHandledAllTheSame() {
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of()));
        road.await("acme|" + visitor, changed -> true);

        redis.execute("SCRIPT", "FLUSH").await().indefinitely();
        redis.execute("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
                .await()
                .indefinitely();
        road.send(pageView(visitor, now.plusSeconds(1), List.of()));

        road.await(
                "acme|" + visitor,
                changed -> changed.facts()
                                .getFirst()
                                .realisations()
                                .getFirst()
                                .at()
                                .size()
                        == 2);
    }

    @Test
    void theSameIdentifierOfTwoTenantsIsTwoIdentifiers() {
        String visitor = "cookie:" + run;
        EventCollected event = pageView(visitor, now, List.of());
        road.send(event);
        road.send(new EventCollected(
                event.id(),
                "globex",
                "shop",
                visitor,
                List.of(),
                "page-view",
                now,
                now,
                Map.of("event.name", "page-view", "page.path", "/pricing", "geo.city", "Paris"),
                List.of(),
                Consent.ALL,
                Consent.ALL));

        ProfileChanged globex = road.await("globex|" + visitor, changed -> true);
        ProfileChanged acme = road.await("acme|" + visitor, changed -> true);

        assertEquals(
                "London", acme.facts().getFirst().attributes().get("geo.city").value());
        assertEquals(
                "Paris", globex.facts().getFirst().attributes().get("geo.city").value());
        assertTrue(globex.facts().getFirst().realisations().isEmpty());
    }

    @Test
    void withdrawalOfConsentEmptiesTheProfileAndCutsItsLinks() {
        String visitor = "cookie:" + run;
        String partner = "partner:crm:" + run;
        road.send(pageView(visitor, now, List.of(partner)));
        road.await("acme|" + partner, changed -> changed.facts().size() == 2);

        road.send(new EventCollected(
                "c" + run,
                "acme",
                "www",
                visitor,
                List.of(),
                EventCollected.CONSENT,
                now.plusMillis(5),
                now.plusMillis(5),
                Map.of(),
                List.of(),
                Consent.NONE,
                Consent.ALL));

        ProfileChanged profile = road.await(
                "acme|" + visitor,
                changed -> !changed.facts().getFirst().consent().profiling());
        assertTrue(profile.facts().getFirst().realisations().isEmpty());
        assertTrue(profile.facts().getFirst().attributes().isEmpty());
        road.await("acme|" + partner, changed -> changed.facts().size() == 1);
        road.await("acme|" + visitor, changed -> changed.facts().size() == 1);
    }

    @Test
    void anUnreadableMessageIsSetAsideAndStopsNobody() {
        String visitor = "cookie:" + run;
        byte[] unreadable = ("{no json " + run).getBytes(StandardCharsets.UTF_8);
        road.send(IngestionTopics.EVENTS, "acme|" + visitor, unreadable);
        road.send(pageView(visitor, now, List.of()));

        road.await("acme|" + visitor, changed -> true);

        road.afterQuiet("acme|" + visitor);
        assertFalse(road.values(ProfileTopics.PROFILES).stream()
                .anyMatch(value -> new String(value, StandardCharsets.UTF_8).contains("\"forgotten\"")));
        assertTrue(road.values(IngestionTopics.EVENTS + ".dlq").stream()
                .anyMatch(value -> Arrays.equals(value, unreadable)));
    }

    @Test
    void aTraitIsCreatedChangedAndArchivedAndOthersHearOfIt() {
        String id = "trait-" + run;
        String etag = as("acme-marketer")
                .contentType(ContentType.JSON)
                .body("{\"name\":\"Trait %s\",\"kind\":\"rule\",\"rule\":{\"signal\":\"custom.age\",\"atLeast\":18}}"
                        .formatted(run))
                .post("/v1/traits")
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/traits/" + id))
                .body("version", equalTo(1))
                .extract()
                .header("ETag");
        String changed =
                "{\"name\":\"Adults\",\"kind\":\"rule\",\"rule\":{\"signal\":\"custom.age\",\"atLeast\":21},\"ttl\":\"P30D\"}";
        put(id, null, changed).statusCode(428);
        put(id, "\"7\"", changed).statusCode(412);
        put(id, etag, changed).statusCode(200).body("rule.atLeast", equalTo(21)).body("version", equalTo(2));
        as("acme-marketer")
                .contentType(ContentType.JSON)
                .body(PRICING.replace("pricing-visitor", id))
                .post("/v1/traits")
                .then()
                .statusCode(409)
                .body("code", equalTo("id-taken"));
        as("acme-analyst").get("/v1/traits?limit=500").then().body("items.id", hasItem(id));
        as("acme-marketer").delete("/v1/traits/" + id).then().statusCode(204);
        as("acme-analyst")
                .get("/v1/traits/" + id)
                .then()
                .body("archived", equalTo(true))
                .body("version", equalTo(3));
        RoadForTests.eventually(
                () -> {
                    road.afterQuiet("");
                    return road.values(ProfileTopics.TRAITS).stream()
                            .map(value -> new String(value, StandardCharsets.UTF_8))
                            .toList();
                },
                values -> values.stream()
                        .anyMatch(value -> value.contains(id)
                                && value.contains("\"version\":3")
                                && value.contains("\"archived\":true")));
    }

    @Test
    void aRuleThatNoEventCanFulfilIsRefusedWithWhatIsToBeMended() {
        as("acme-marketer")
                .contentType(ContentType.JSON)
                .body("""
                        {"id":"x","kind":"rule","colour":"red",
                         "rule":{"all":[{"signal":"page.pth","equals":"/"},{"signal":"geo.city","greaterThan":5}]}}""")
                .post("/v1/traits")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors.pointer", contains("/colour", "/rule/all/0/signal", "/rule/all/1/greaterThan"))
                .body("errors.code", contains("unknown-property", "unknown-signal", "type-mismatch"))
                .body("errors[1].message", containsString("Did you mean \"page.path\"?"));
    }

    @Test
    void otherTenantsSeeNothingAndWeakerRolesMayNot() {
        String visitor = "cookie:" + run;
        road.send(pageView(visitor, now, List.of()));
        road.await("acme|" + visitor, changed -> true);

        as("globex-admin").get("/v1/profiles/cookie/" + run).then().statusCode(404);
        as("globex-admin")
                .delete("/v1/profiles/cookie/" + run + "/links/cookie:x")
                .then()
                .statusCode(404);
        as("globex-admin").delete("/v1/profiles/cookie/" + run).then().statusCode(202);
        as("globex-marketer").get("/v1/traits/pricing-visitor").then().statusCode(404);
        as("globex-marketer").delete("/v1/traits/pricing-visitor").then().statusCode(404);
        as("globex-marketer")
                .header("If-Match", "*")
                .contentType(ContentType.JSON)
                .body(PRICING)
                .put("/v1/traits/pricing-visitor")
                .then()
                .statusCode(404);
        as("globex-analyst").get("/v1/traits").then().statusCode(200).body("items", empty());

        as("acme-analyst")
                .contentType(ContentType.JSON)
                .body(PRICING)
                .post("/v1/traits")
                .then()
                .statusCode(403);
        as("acme-analyst").delete("/v1/traits/pricing-visitor").then().statusCode(403);
        as("acme-analyst").delete("/v1/profiles/cookie/" + run).then().statusCode(403);
        as("acme-ad-network").get("/v1/profiles/cookie/" + run).then().statusCode(403);
        as("acme-ad-network").get("/v1/traits").then().statusCode(403);
        as("acme-ad-network").get("/v1/merge-policies").then().statusCode(403);
        given().get("/v1/traits").then().statusCode(401);

        as("acme-analyst")
                .get("/v1/merge-policies")
                .then()
                .statusCode(200)
                .body("items.size()", greaterThanOrEqualTo(2));
        as("acme-analyst").get("/v1/profiles/cookie/" + run).then().statusCode(200);
        assertNotEquals(0, road.afterQuiet("acme|" + visitor).facts().size());
    }

    private EventCollected pageView(String identifier, Instant at, List<String> links) {
        return new EventCollected(
                "e" + run + events++,
                "acme",
                "www",
                identifier,
                links.stream().map(link -> new ObservedLink(link, 3)).toList(),
                "page-view",
                at,
                at,
                Map.of("event.name", "page-view", "page.path", "/pricing", "geo.city", "London"),
                List.of(),
                Consent.ALL,
                Consent.ALL);
    }

    private static List<String> identifiers(ProfileChanged profile) {
        return profile.mergePolicies().getFirst().identifiers();
    }

    private static ValidatableResponse put(String id, String ifMatch, String body) {
        RequestSpecification request =
                as("acme-marketer").contentType(ContentType.JSON).body(body);
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return request.put("/v1/traits/" + id).then();
    }

    private static RequestSpecification as(String who) {
        return given().auth().oauth2(Tokens.of(who));
    }
}
