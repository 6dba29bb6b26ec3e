package dmp.networks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;

/** Speaks to the networks as the platform and as a test does: over HTTP. */
final class Client {

    record Answer(int status, JsonNode body, Map<String, String> headers) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    Client(URI uri) {
        this.uri = uri;
    }

    Answer tradeDesk(String body) throws IOException, InterruptedException {
        return send("POST", "/ttd/data/advertiser", body, Map.of("TTD-Auth", "token"));
    }

    Answer webhook(String name, String keyId, String secret, String body) throws IOException, InterruptedException {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        return send(
                "POST",
                "/webhook/" + name,
                body,
                Map.of(
                        Signature.TIMESTAMP, timestamp,
                        Signature.KEY, keyId,
                        Signature.SIGNATURE, Signature.of(secret, timestamp, body.getBytes(StandardCharsets.UTF_8))));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send("GET", path, "", Map.of()).body();
    }

    Answer put(String path, String body) throws IOException, InterruptedException {
        return send("PUT", path, body, Map.of());
    }

    Answer send(String method, String path, String body, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri.resolve(path)).method(method, HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        Map<String, String> firstHeaders = response.headers().map().entrySet().stream()
                .collect(java.util.stream.Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getFirst()));
        return new Answer(response.statusCode(), Json.tree(response.body()), firstHeaders);
    }
}
