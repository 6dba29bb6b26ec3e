package dmp.e2e.platform;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Where everything of a running platform is: {@code platform.json}, which {@code deploy/dmp up} writes.
 *
 * @param realm of Keycloak
 * @param kafka bootstrap servers
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
                Path.of(text(root, "/credentials")),
                Path.of(text(root, "/run")));
    }

    /** A secret that the platform shares with a network, by the reference that destinations name. */
    public String secret(String tenant, String reference) throws IOException {
        return Files.readString(credentials.resolve(tenant + "." + reference)).strip();
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
