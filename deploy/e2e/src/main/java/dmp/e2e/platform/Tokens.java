package dmp.e2e.platform;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Access tokens of the local realm, where passwords and secrets are equal to the name, kept until shortly before they
 * expire. Safe for many threads.
 */
final class Tokens {

    private static final int RENEWED_BEFORE_SECONDS = 60;

    private record Token(String value, Instant until) {}

    private final Http http;
    private final URI realm;
    private final Map<String, Token> nameToToken = new HashMap<>();

    Tokens(Http http, URI realm) {
        this.http = http;
        this.realm = realm;
    }

    /** @throws UncheckedIOException when Keycloak does not answer */
    synchronized String of(String name) {
        Token token = nameToToken.get(name);
        if (token == null || Instant.now().isAfter(token.until())) {
            token = fetch(name);
            nameToToken.put(name, token);
        }
        return token.value();
    }

    private Token fetch(String name) {
        boolean machine = name.endsWith("-ad-network") || name.endsWith("-server-source");
        Map<String, String> form = machine
                ? Map.of("grant_type", "client_credentials", "client_id", name, "client_secret", name)
                : Map.of("grant_type", "password", "client_id", "dmp-cli", "username", name, "password", name);
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        JsonNode answer = http.succeed(
                        "POST",
                        URI.create(realm + "/protocol/openid-connect/token"),
                        Map.of("Content-Type", "application/x-www-form-urlencoded"),
                        body)
                .body();
        return new Token(
                answer.get("access_token").textValue(),
                Instant.now().plusSeconds(answer.get("expires_in").longValue() - RENEWED_BEFORE_SECONDS));
    }
}
