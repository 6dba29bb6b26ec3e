package dmp.local.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dmp.local.Infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class InstallationTest {

    @TempDir
    private Path directory;

    private Installation installation;

    @BeforeEach
    void install() {
        installation = new Installation(
                directory.resolve("working \"copy\""),
                directory.resolve("run"),
                new Infra(directory),
                new PortPlan(100));
    }

    @Test
    void platformFileTellsEveryAddress() throws Exception {
        PlatformFile.write(installation);

        JsonNode json = new ObjectMapper().readTree(installation.platformFile().toFile());
        assertEquals("http://127.0.0.1:8181", json.at("/services/ingestion/url").asText());
        assertEquals(
                "http://127.0.0.1:9184",
                json.at("/services/activation/management").asText());
        assertEquals("redis://127.0.0.1:16481", json.at("/redis/segment").asText());
        assertEquals("http://127.0.0.1:8280/realms/dmp", json.at("/realm").asText());
        assertEquals(
                installation.repository().toString(), json.at("/repository").asText());
        assertEquals(Optional.of(new PortPlan(100)), PlatformFile.ports(installation.platformFile()));
    }

    @Test
    void eachServiceHasADatabaseAndARedisOfItsOwn() throws Exception {
        Map<String, String> profile = environment("profile");
        Map<String, String> segment = environment("segment");

        assertEquals("postgresql://127.0.0.1:15532/profile", profile.get("QUARKUS_DATASOURCE_REACTIVE_URL"));
        assertEquals("jdbc:postgresql://127.0.0.1:15532/segment", segment.get("QUARKUS_DATASOURCE_JDBC_URL"));
        assertEquals("redis://127.0.0.1:16480", profile.get("QUARKUS_REDIS_HOSTS"));
        assertEquals("redis://127.0.0.1:16481", segment.get("QUARKUS_REDIS_HOSTS"));
    }

    @Test
    void withClustersEachServiceKnowsTheNodesOfItsOwn() throws Exception {
        installation = new Installation(
                installation.repository(), installation.run(), installation.infra(), new PortPlan(100, true));
        PlatformFile.write(installation);

        Map<String, String> profile = environment("profile");

        assertEquals(
                "redis://127.0.0.1:16486,redis://127.0.0.1:16487,redis://127.0.0.1:16488",
                profile.get("QUARKUS_REDIS_HOSTS"));
        assertEquals("cluster", profile.get("QUARKUS_REDIS_CLIENT_TYPE"));
        assertTrue(installation
                .parts()
                .keySet()
                .containsAll(List.of("redis-profile-1", "redis-profile-3", "redis-activation-2")));
        assertTrue(installation
                .ports()
                .all()
                .keySet()
                .containsAll(installation.parts().keySet()));
        assertEquals(Optional.of(new PortPlan(100, true)), PlatformFile.ports(installation.platformFile()));
    }

    @Test
    void everythingListensOnThisMachineOnly() throws Exception {
        for (Service service : Service.values()) {
            assertEquals("127.0.0.1", environment(service.id()).get("QUARKUS_HTTP_HOST"));
            assertEquals("127.0.0.1", environment(service.id()).get("QUARKUS_MANAGEMENT_HOST"));
        }
    }

    @Test
    void ingestionIsToldOfTheCityDatabaseWhenThereIsOne() throws Exception {
        Files.createDirectories(installation.run());
        assertTrue(!environment("ingestion").containsKey("DMP_INGESTION_GEO_DATABASES"));

        Files.write(installation.cityDatabaseList(), List.of("/geo/4.mmdb", "/geo/6.mmdb"));

        assertEquals("/geo/4.mmdb,/geo/6.mmdb", environment("ingestion").get("DMP_INGESTION_GEO_DATABASES"));
    }

    @Test
    void secretsAreReadableByTheOwnerOnlyAndStayTheSame() throws Exception {
        Secrets.create(installation.credentials());
        Path secret = installation.credentials().resolve("acme.ttd-emea.hmac.2");
        String before = Files.readString(secret);

        Secrets.create(installation.credentials());

        assertEquals(before, Files.readString(secret));
        assertEquals(64, before.length());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)));
    }

    @Test
    void archivesOfClassesAreKeptUntilTheNextBuild() throws Exception {
        Application application = (Application) installation.applications().get("segment");
        Path archive = installation.data("segment").resolve("classes.jsa");
        Files.createDirectories(application.jar().getParent());
        Files.createDirectories(archive.getParent());
        Files.createFile(application.jar());
        Files.createFile(archive);

        Files.setLastModifiedTime(archive, FileTime.from(application.builtAt().plusSeconds(1)));
        application.prepare();
        assertTrue(Files.exists(archive));

        Files.setLastModifiedTime(archive, FileTime.from(application.builtAt().minusSeconds(1)));
        application.prepare();
        assertTrue(!Files.exists(archive));
    }

    private Map<String, String> environment(String part) throws Exception {
        return ((Application) installation.applications().get(part)).environment();
    }
}
