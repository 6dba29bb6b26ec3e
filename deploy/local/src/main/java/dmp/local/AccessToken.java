package dmp.local;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An access token of the local realm. Machines are known by their names ({@code …-ad-network}, {@code …-server-source}) and get it
 * for their secret, people for their password; both are equal to the name, in this realm only.
 */
public record AccessToken(String value, Duration lifetime) {

    private static final Pattern VALUE = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern LIFETIME = Pattern.compile("\"expires_in\"\\s*:\\s*(\\d+)");

    /**
     * @param realm for example {@code http://127.0.0.1:8180/realms/dmp}
     * @throws IOException when Keycloak does not answer, or does not know the name
     */
    public static AccessToken fetch(String realm, String name) throws IOException, InterruptedException {
        boolean isMachine = name.endsWith("-ad-network") || name.endsWith("-server-source");
        Map<String, String> form = isMachine
                ? Map.of("grant_type", "client_credentials", "client_id", name, "client_secret", name)
                : Map.of("grant_type", "password", "client_id", "dmp-cli", "username", name, "password", name);
        HttpRequest request = HttpRequest.newBuilder(URI.create(realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(20))
                .POST(HttpRequest.BodyPublishers.ofString(form.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))))
                .build();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            Matcher value = VALUE.matcher(response.body());
            Matcher lifetime = LIFETIME.matcher(response.body());
            if (response.statusCode() != 200 || !value.find() || !lifetime.find()) {
                throw new IOException("No token for %s: %d %s".formatted(name, response.statusCode(), response.body()));
            }
            return new AccessToken(value.group(1), Duration.ofSeconds(Long.parseLong(lifetime.group(1))));
        }
    }
}
