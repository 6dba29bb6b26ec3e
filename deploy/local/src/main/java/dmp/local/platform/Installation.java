package dmp.local.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dmp.local.Infra;
import dmp.local.Kafka;
import dmp.local.Keycloak;
import dmp.local.Part;
import dmp.local.Postgres;
import dmp.local.ProcessTable;
import dmp.local.Redis;
import dmp.local.RedisCluster;

/**
 * One platform on this machine: where the programs are, where its state is, and what it consists of.
 *
 * @param repository the working copy whose build is run
 * @param run the folder of everything that it writes
 */
record Installation(Path repository, Path run, Infra infra, PortPlan ports) {

    Installation {
        repository = repository.toAbsolutePath().normalize();
        run = run.toAbsolutePath().normalize();
    }

    Postgres postgres() {
        return new Postgres(infra, data("postgres"), ports.postgres());
    }

    Redis redis(Service service) {
        return new Redis(infra, data("redis-" + service.id()), ports.redis(service));
    }

    RedisCluster redisCluster(Service service) {
        return new RedisCluster(infra, data("redis-" + service.id()), ports.redisNodes(service));
    }

    /** Where a service finds its Redis: an address, or those of a cluster's nodes. */
    String redisHosts(Service service) {
        return ports.redisClustered()
                ? redisCluster(service).urls()
                : redis(service).url();
    }

    /** By part name: one, or the nodes of a cluster. */
    private Map<String, Part> redisParts(Service service) {
        String name = "redis-" + service.id();
        if (!ports.redisClustered()) {
            return Map.of(name, redis(service));
        }
        Map<String, Part> parts = new LinkedHashMap<>();
        redisCluster(service).nodes().forEach(node -> parts.put(name + "-" + (parts.size() + 1), node));
        return parts;
    }

    Kafka kafka() {
        return new Kafka(infra, data("kafka"), ports.kafka(), ports.kafkaController());
    }

    Keycloak keycloak() {
        return new Keycloak(infra, data("keycloak"), ports.keycloak());
    }

    /** What the services need before they can start, by part name. */
    Map<String, Part> infrastructure() {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("postgres", postgres());
        for (Service service : Service.values()) {
            parts.putAll(redisParts(service));
        }
        parts.put("kafka", kafka());
        parts.put("keycloak", keycloak());
        return parts;
    }

    /** The simulated networks and the four services, by part name. */
    Map<String, Part> applications() throws IOException {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put(
                "networks",
                new Application(
                        "Simulated networks",
                        repository.resolve("deploy/networks/target/dmp-networks.jar"),
                        List.of("--port", Integer.toString(ports.networks())),
                        Map.of(),
                        data("networks"),
                        URI.create("http://127.0.0.1:%d/control/ttd/audiences".formatted(ports.networks()))));
        for (Service service : Service.values()) {
            parts.put(
                    service.id(),
                    new Application(
                            service.id() + "-service",
                            repository.resolve(service.id() + "-service/target/quarkus-app/quarkus-run.jar"),
                            List.of(),
                            environment(service),
                            data(service.id()),
                            URI.create("http://127.0.0.1:%d/q/health/ready".formatted(ports.management(service)))));
        }
        return parts;
    }

    /** All parts in the order in which they start. */
    Map<String, Part> parts() throws IOException {
        Map<String, Part> parts = new LinkedHashMap<>(infrastructure());
        parts.putAll(applications());
        return parts;
    }

    Path data(String part) {
        return run.resolve("data").resolve(part);
    }

    Path log(String part) {
        return run.resolve("logs").resolve(part + ".log");
    }

    Path credentials() {
        return run.resolve("credentials");
    }

    Path platformFile() {
        return run.resolve("platform.json");
    }

    ProcessTable processes() {
        return new ProcessTable(run.resolve("processes"));
    }

    /** The paths of the city database, one a line; absent when there is none, and ingestion-service uses its own small file. */
    Path cityDatabaseList() {
        return run.resolve("city-databases");
    }

    private Map<String, String> environment(Service service) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.http(service)));
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(ports.management(service)));
        environment.put("QUARKUS_DATASOURCE_REACTIVE_URL", postgres().reactiveUrl(service.id()));
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres().jdbcUrl(service.id()));
        environment.put("QUARKUS_DATASOURCE_USERNAME", service.id());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", service.id());
        environment.put("QUARKUS_REDIS_HOSTS", redisHosts(service));
        if (ports.redisClustered()) {
            environment.put("QUARKUS_REDIS_CLIENT_TYPE", "cluster");
        }
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka().bootstrapServers());
        environment.put("QUARKUS_OIDC_AUTH_SERVER_URL", keycloak().realmUrl());
        switch (service) {
            case INGESTION -> {
                // Demo and tests say from where a visitor comes; there is no proxy that would.
                environment.put("QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING", "true");
                environment.put("QUARKUS_HTTP_PROXY_ALLOW_X_FORWARDED", "true");
                if (Files.exists(cityDatabaseList())) {
                    environment.put(
                            "DMP_INGESTION_GEO_DATABASES",
                            Files.readAllLines(cityDatabaseList()).stream().collect(Collectors.joining(",")));
                }
            }
            case ACTIVATION -> {
                environment.put(
                        "DMP_ACTIVATION_CREDENTIALS_DIRECTORY", credentials().toString());
                // The simulated networks are on this machine.
                environment.put("DMP_ACTIVATION_DELIVERY_PRIVATE_ENDPOINTS_ALLOWED", "true");
            }
            case PROFILE, SEGMENT -> {}
        }
        return environment;
    }
}
