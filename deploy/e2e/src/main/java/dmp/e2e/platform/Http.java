package dmp.e2e.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** JSON over HTTP/1.1. A broken connection is an {@link UncheckedIOException}. */
public final class Http {

    public static final ObjectMapper JSON = new ObjectMapper();

    // Longer than any answer takes that is still to come: the services themselves wait at most 10 s for anything.
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** @param body a missing node when the answer has none, or it is no JSON */
    public record Answer(int status, JsonNode body, HttpHeaders headers) {

        public boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** The platform answered something else than what was asked for. */
    public static final class UnexpectedAnswer extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;

        UnexpectedAnswer(String request, Answer answer) {
            super("%s was answered %d %s".formatted(request, answer.status(), answer.body()));
            this.status = answer.status();
        }

        public int status() {
            return status;
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    /** @param body a string is sent as it is, anything else as JSON, null sends no body */
    public Answer send(String method, URI uri, Map<String, String> headers, Object body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.method(method, HttpRequest.BodyPublishers.ofByteArray(bytes(body)));
            request.header("Content-Type", "application/json");
        }
        // setHeader: what the caller says replaces what stands here.
        headers.forEach(request::setHeader);
        try {
            HttpResponse<String> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            return new Answer(response.statusCode(), tree(response.body()), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + uri + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @throws UnexpectedAnswer unless the answer's status is 2xx */
    public Answer succeed(String method, URI uri, Map<String, String> headers, Object body) {
        return requireSuccess(method + " " + uri, send(method, uri, headers, body));
    }

    static Answer requireSuccess(String request, Answer answer) {
        if (!answer.isSuccess()) {
            throw new UnexpectedAnswer(request, answer);
        }
        return answer;
    }

    private static byte[] bytes(Object body) {
        try {
            return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode tree(String body) {
        try {
            JsonNode tree = JSON.readTree(body);
            return tree == null ? JSON.missingNode() : tree;
        } catch (JsonProcessingException noJson) {
            return JSON.missingNode();
        }
    }
}
