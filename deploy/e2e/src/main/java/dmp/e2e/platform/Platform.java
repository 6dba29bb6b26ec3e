package dmp.e2e.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Where everything of a running platform is: {@code platform.json}, which {@code deploy/dmp up} writes.
 *
 * @param realm of Keycloak
 * @param kafka bootstrap servers
 * @param stores every Redis, and every node of the clusters that there may be instead, as {@code deploy/dmp} calls them
 * @param credentials folder of the secrets that are shared with networks
 * @param run folder of all that the platform writes
 */
public record Platform(
        URI ingestion,
        URI profile,
        URI segment,
        URI activation,
        URI networks,
        URI realm,
        String kafka,
        List<String> stores,
        Path credentials,
        Path run) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Platform read(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readString(file));
        return new Platform(
                service(root, "ingestion"),
                service(root, "profile"),
                service(root, "segment"),
                service(root, "activation"),
                uri(root, "/networks"),
                uri(root, "/realm"),
                text(root, "/kafka"),
                stores(root.at("/redis")),
                Path.of(text(root, "/credentials")),
                Path.of(text(root, "/run")));
    }

    /** A secret that the platform shares with a network, by the reference that destinations name. */
    public String secret(String tenant, String reference) throws IOException {
        return Files.readString(credentials.resolve(tenant + "." + reference)).strip();
    }

    private static List<String> stores(JsonNode redis) {
        List<String> stores = new ArrayList<>();
        for (Map.Entry<String, JsonNode> service : redis.properties()) {
            int nodes = service.getValue().textValue().split(",").length;
            String store = "redis-" + service.getKey();
            if (nodes == 1) {
                stores.add(store);
            }
            for (int node = 1; nodes > 1 && node <= nodes; node++) {
                stores.add(store + "-" + node);
            }
        }
        return stores;
    }

    private static URI service(JsonNode root, String name) {
        return uri(root, "/services/" + name + "/url");
    }

    private static URI uri(JsonNode root, String pointer) {
        return URI.create(text(root, pointer));
    }

    private static String text(JsonNode root, String pointer) {
        JsonNode node = root.at(pointer);
        if (!node.isTextual()) {
            throw new IllegalArgumentException("platform.json has no text at " + pointer);
        }
        return node.textValue();
    }
}
