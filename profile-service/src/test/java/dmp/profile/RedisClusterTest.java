package dmp.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import jakarta.inject.Inject;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.local.RedisCluster;
import dmp.local.testing.PlatformResource;
import dmp.local.testing.TestPlatform;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.store.IdentifierKey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The service on a Redis Cluster, of which a slot is moved and a master lost while events flow. */
@QuarkusTest
@WithTestResource(
        value = PlatformResource.class,
        initArgs = @ResourceArg(name = "parts", value = "postgres,redis-cluster,kafka,keycloak"))
class RedisClusterTest {

    private static final int VISITORS = 40;
    private static final int ROUNDS = 12;

    @Inject
    ObjectMapper json;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    @Test
    void noEventIsLostWhenASlotMovesAndAMasterDies() throws Exception {
        TestPlatform platform = PlatformResource.running();
        RedisCluster cluster = platform.redisCluster();
        try (RoadForTests road = new RoadForTests(bootstrapServers, json)) {
            int nodesInUse = (int) visitors().stream()
                    .map(visitor -> owner(cluster, visitor))
                    .distinct()
                    .count();
            assertEquals(cluster.nodes().size(), nodesInUse);
            for (int round = 0; round < ROUNDS; round++) {
                for (String visitor : visitors()) {
                    road.send(visit(visitor, round));
                }
                if (round == ROUNDS / 3) {
                    int slot = slot(cluster, visitors().getFirst());
                    int from = cluster.owner(slot);
                    cluster.move(slot, from, (from + 1) % cluster.nodes().size());
                }
                if (round == 2 * ROUNDS / 3) {
                    platform.crash(cluster.nodes().get(owner(cluster, visitors().getLast())));
                }
            }

            Map<String, String> visitorToLastRound = new HashMap<>();
            for (String visitor : visitors()) {
                ProfileChanged profile = road.await(
                        "acme|" + visitor,
                        changed -> changed.facts().size() == 2
                                && attribute(changed, "custom.round").equals(Integer.toString(ROUNDS - 1)));
                visitorToLastRound.put(visitor, attribute(profile, "custom.round"));
                // Each round told an attribute of its own, which would be missing if its event had been lost.
                for (int round = 0; round < ROUNDS; round++) {
                    assertEquals("yes", attribute(profile, "custom.in" + round), visitor + " in round " + round);
                }
            }
            assertEquals(VISITORS, visitorToLastRound.size());
            assertTrue(visitorToLastRound.values().stream().allMatch(Integer.toString(ROUNDS - 1)::equals));
        }
    }

    private List<String> visitors() {
        return IntStream.range(0, VISITORS)
                .mapToObj(i -> "cookie:" + run + "-" + i)
                .toList();
    }

    private static String attribute(ProfileChanged profile, String key) {
        ProfileChanged.Attribute attribute =
                profile.facts().getFirst().attributes().get(key);
        return attribute == null ? "" : attribute.value();
    }

    private static int slot(RedisCluster cluster, String visitor) {
        try {
            return cluster.slot(new IdentifierKey("acme", visitor).factsKey());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int owner(RedisCluster cluster, String visitor) {
        return cluster.owner(slot(cluster, visitor));
    }

    /** Each visitor is known to the partner by an identifier of its own. */
    private EventCollected visit(String visitor, int round) {
        return Events.event(
                run + visitor + round,
                visitor,
                now.plusMillis(round),
                Map.of("event.name", "page-view", "custom.round", Integer.toString(round), "custom.in" + round, "yes"),
                List.of(visitor.replace("cookie:", "partner:crm:")),
                Consent.ALL);
    }
}
