package dmp.networks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;

/** One request and its answer. */
final class Exchange {

    // More than any network's limit: what is longer is cut here and so refused there.
    private static final int MAX_BODY_BYTES = 32 * 1024 * 1024;

    private final HttpExchange http;
    private final byte[] body;

    private Exchange(HttpExchange http, byte[] body) {
        this.http = http;
        this.body = body;
    }

    static Exchange of(HttpExchange http) throws IOException {
        try (InputStream in = http.getRequestBody()) {
            return new Exchange(http, in.readNBytes(MAX_BODY_BYTES));
        }
    }

    String method() {
        return http.getRequestMethod();
    }

    /** The decoded parts of the path, without empty ones. */
    List<String> path() {
        return Arrays.stream(http.getRequestURI().getRawPath().split("/"))
                .filter(part -> !part.isEmpty())
                .map(Exchange::decoded)
                .toList();
    }

    Map<String, String> query() {
        URI uri = http.getRequestURI();
        Map<String, String> nameToValue = new HashMap<>();
        if (uri.getRawQuery() != null) {
            for (String pair : uri.getRawQuery().split("&")) {
                String[] parts = pair.split("=", 2);
                nameToValue.put(decoded(parts[0]), parts.length == 1 ? "" : decoded(parts[1]));
            }
        }
        return nameToValue;
    }

    /** Null when the request has no such header. */
    String header(String name) {
        return http.getRequestHeaders().getFirst(name);
    }

    byte[] body() {
        return body;
    }

    void answer(Reply reply) throws IOException {
        reply.headers().forEach(http.getResponseHeaders()::set);
        if (reply.body() == null) {
            http.sendResponseHeaders(reply.status(), -1);
        } else {
            byte[] bytes = Json.bytes(reply.body());
            http.getResponseHeaders().set("Content-Type", "application/json");
            http.sendResponseHeaders(reply.status(), bytes.length);
            try (OutputStream out = http.getResponseBody()) {
                out.write(bytes);
            }
        }
        http.close();
    }

    /** Closes the connection without an answer. */
    void drop() {
        http.close();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
