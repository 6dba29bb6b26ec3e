package dmp.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import dmp.local.RedisCluster;
import dmp.local.testing.PlatformResource;
import dmp.local.testing.TestPlatform;
import dmp.local.testing.Tokens;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.segment.storage.Keys;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** The service on a Redis Cluster, of which a slot is moved and a master lost while profiles come. */
@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis-cluster,kafka,keycloak"))
class RedisClusterTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int VISITORS = 60;

    @Test
    void everybodyIsInTheRightSegmentsWhenASlotMovesAndAMasterDies() throws Exception {
        TestPlatform platform = PlatformResource.running();
        RedisCluster cluster = platform.redisCluster();
        try (Road road = new Road()) {
            road.trait("acme", "looked");
            create("early", "trait looked at least 1 time");
            for (int i = 0; i < VISITORS; i++) {
                if (i == VISITORS / 3) {
                    int slot = slot(cluster, cookie(0));
                    int from = cluster.owner(slot);
                    cluster.move(slot, from, (from + 1) % cluster.nodes().size());
                }
                if (i == 2 * VISITORS / 3) {
                    platform.crash(cluster.nodes().get(cluster.owner(slot(cluster, cookie(1)))));
                }
                road.profile("acme", cookie(i), looked(cookie(i), i % 2 + 1));
            }
            // Once more, so that what was moved and what was lost is read again.
            for (int i = 0; i < VISITORS; i++) {
                road.profile("acme", cookie(i), looked(cookie(i), i % 2 + 1));
            }
            Set<Integer> owners = new HashSet<>();
            for (int i = 0; i < VISITORS; i++) {
                owners.add(cluster.owner(slot(cluster, cookie(i))));
            }
            assertEquals(cluster.nodes().size(), owners.size());
            awaitSize("early", VISITORS);

            create("late", "trait looked at least 2 times");

            awaitSize("late", VISITORS / 2);
            for (int i = 0; i < VISITORS; i++) {
                String cookie = cookie(i);
                List<String> expected = i % 2 == 0 ? List.of("early") : List.of("early", "late");
                await().atMost(SOON).untilAsserted(() -> assertEquals(expected, road.segments("acme", cookie), cookie));
            }
        }
    }

    private static String cookie(int i) {
        return "cookie:visitor-" + i;
    }

    private static Facts looked(String cookie, int times) {
        long second = Instant.now().getEpochSecond();
        return Road.facts(
                cookie,
                Map.of("looked", IntStream.range(0, times).mapToObj(_ -> second).toList()));
    }

    private static int slot(RedisCluster cluster, String cookie) {
        try {
            return cluster.slot(Keys.state(Keys.identifier("acme", cookie)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void create(String id, String rule) {
        given().auth()
                .oauth2(Tokens.of("acme-marketer"))
                .contentType("application/json")
                .body(Map.of("id", id, "name", id, "rule", rule))
                .post("/v1/segments")
                .then()
                .statusCode(201);
    }

    private static void awaitSize(String segment, int size) {
        await().atMost(SOON).untilAsserted(() -> given().auth()
                .oauth2(Tokens.of("acme-analyst"))
                .get("/v1/segments/" + segment)
                .then()
                .body("size", equalTo(size))
                .body("backfill.state", equalTo("complete")));
    }
}
