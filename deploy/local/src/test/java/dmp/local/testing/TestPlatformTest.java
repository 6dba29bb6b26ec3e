package dmp.local.testing;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static java.util.stream.Collectors.toCollection;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Starts the real servers once and speaks to each of them. */
class TestPlatformTest {

    private static final String READS =
            "campaigns:read destinations:read profiles:read segments:read sources:read traits:read uploads:read";
    private static final String MARKETER = READS + " campaigns:write segments:write traits:write uploads:write";
    private static final String ADMIN = MARKETER + " destinations:write profiles:write sources:write";

    private static TestPlatform platform;

    @BeforeAll
    static void start() {
        platform = TestPlatform.start("postgres,redis,kafka,keycloak");
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void postgresGivesTheApplicationADatabaseOfItsOwn() throws Exception {
        try (Connection connection = DriverManager.getConnection(
                        configured("quarkus.datasource.jdbc.url"),
                        configured("quarkus.datasource.username"),
                        configured("quarkus.datasource.password"));
                Statement statement = connection.createStatement()) {
            statement.execute("create table kept (name text primary key)");
            statement.execute("insert into kept values ('Zürich')");

            ResultSet row = statement.executeQuery("select name, current_setting('server_version_num')::int from kept");

            assertTrue(row.next());
            assertEquals("Zürich", row.getString(1));
            assertTrue(row.getInt(2) >= 18_00_00);
        }
    }

    @Test
    void redisKeepsWhatIsSetAndEvictsNothing() throws Exception {
        URI address = URI.create(configured("quarkus.redis.hosts"));
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream()
                    .write("SET k v\r\nGET k\r\nCONFIG GET maxmemory-policy\r\nCONFIG GET appendonly\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

            List<String> lines = answers.lines().limit(13).toList();

            assertEquals("+OK", lines.get(0));
            assertEquals("v", lines.get(2));
            assertEquals("noeviction", lines.get(7));
            assertEquals("yes", lines.get(12));
        }
    }

    @Test
    void kafkaDeliversWhatIsSentToATopicOfThePlatform() throws Exception {
        try (var producer = new KafkaProducer<>(
                        Map.<String, Object>of(
                                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, configured("kafka.bootstrap.servers"),
                                ProducerConfig.ACKS_CONFIG, "all",
                                ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4"),
                        new StringSerializer(),
                        new StringSerializer());
                var consumer = new KafkaConsumer<>(
                        Map.<String, Object>of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, configured("kafka.bootstrap.servers"),
                                ConsumerConfig.GROUP_ID_CONFIG, "test",
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            producer.send(new ProducerRecord<>("dmp.events.v1", "acme|cookie:a", "{}"))
                    .get();
            consumer.subscribe(List.of("dmp.events.v1"));

            ConsumerRecord<String, String> received =
                    consumer.poll(Duration.ofSeconds(20)).iterator().next();

            assertEquals("acme|cookie:a", received.key());
            assertEquals("{}", received.value());
        }
    }

    @Test
    void kafkaKeepsTheLastRecordOfEachDefinitionAndKnowsNoOtherTopics() throws Exception {
        try (Admin admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) configured("kafka.bootstrap.servers")))) {
            ConfigResource traits = new ConfigResource(ConfigResource.Type.TOPIC, "dmp.traits.v1");

            Config settings = admin.describeConfigs(List.of(traits)).all().get().get(traits);
            var partitions = admin.describeTopics(List.of("dmp.traits.v1"))
                    .allTopicNames()
                    .get()
                    .get("dmp.traits.v1")
                    .partitions();
            ExecutionException misspelt =
                    assertThrows(ExecutionException.class, () -> admin.describeTopics(List.of("dmp.event.v1"))
                            .allTopicNames()
                            .get());

            assertEquals("compact", settings.get("cleanup.policy").value());
            assertEquals(4, partitions.size());
            assertTrue(misspelt.getCause() instanceof UnknownTopicOrPartitionException);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "acme-analyst, acme, " + READS,
        "acme-marketer, acme, " + MARKETER,
        "acme-admin, acme, " + ADMIN,
        "acme-ad-network, acme, lookup:read",
        "acme-server-source, acme, uploads:read uploads:write",
        "globex-analyst, globex, " + READS,
        "globex-marketer, globex, " + MARKETER,
        "globex-admin, globex, " + ADMIN,
        "globex-ad-network, globex, lookup:read",
        "globex-server-source, globex, uploads:read uploads:write"
    })
    void tokenCarriesTheTenantAndExactlyTheScopesOfTheRole(String name, String tenant, String scopes) throws Exception {
        JsonNode claims = claimsOf(Tokens.of(name));

        assertEquals(tenant, claims.path("tenant").textValue());
        assertEquals(words(scopes), words(claims.path("scope").textValue()));
        assertEquals("dmp", claims.path("aud").textValue());
        assertEquals(
                configured("quarkus.oidc.auth-server-url"), claims.path("iss").textValue());
        assertEquals(900, claims.path("exp").intValue() - claims.path("iat").intValue());
        assertFalse(claims.path("sub").asText().isEmpty());
        assertTrue(claims.path("preferred_username").asText().endsWith(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-tenant", "no-tenant-ad-network"})
    void tokenWithoutTenantCanBeHadToShowThatItIsRefused(String name) throws Exception {
        JsonNode claims = claimsOf(Tokens.of(name));

        assertTrue(claims.path("tenant").isMissingNode());
        assertFalse(claims.path("scope").asText().isEmpty());
    }

    @Test
    void tokenIsFetchedOnce() {
        assertSame(Tokens.of("acme-admin"), Tokens.of("acme-admin"));
        assertNotEquals(Tokens.of("acme-admin"), Tokens.of("acme-analyst"));
    }

    @Test
    void nobodyUnknownGetsAToken() {
        UncheckedIOException refused = assertThrows(UncheckedIOException.class, () -> Tokens.of("mallory"));

        assertTrue(refused.getMessage().contains("mallory"));
    }

    private static String configured(String property) {
        return platform.configuration().get(property);
    }

    private static TreeSet<String> words(String text) {
        return Arrays.stream(text.split(" ")).collect(toCollection(TreeSet::new));
    }

    private static JsonNode claimsOf(String token) throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }
}
