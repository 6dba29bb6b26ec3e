package dmp.e2e.platform;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dmp.e2e.platform.Http.Answer;
import dmp.e2e.scenario.Browser;
import dmp.e2e.scenario.Observed;

/** A site whose tag sends what visitors do. */
public final class Site {

    // A service that was killed is back within this time; it takes seconds to start.
    private static final Duration SERVICE_IS_BACK_WITHIN = Duration.ofSeconds(120);

    private final Http http;
    private final URI events;
    private final String writeKey;
    private final String origin;

    public Site(Platform platform, Http http, String writeKey, String origin) {
        this.http = http;
        this.events = URI.create(platform.ingestion() + "/v1/events");
        this.writeKey = writeKey;
        this.origin = origin;
    }

    /**
     * Sends what one browser saw, in one request.
     *
     * @return how many had each outcome: {@code accepted}, {@code duplicate}, or the code of the refusal
     * @throws Http.UnexpectedAnswer when the request as a whole was refused
     */
    public Map<String, Integer> send(List<Observed> observed) {
        return outcomes(http.succeed("POST", events, headers(observed), body(observed)));
    }

    /** As {@link #send}, but again, with the same ids, until it is answered 200: as a tag does while the platform is away. */
    public Map<String, Integer> sendUntilTaken(List<Observed> observed) {
        Answer taken = Waiting.until(
                "events were taken",
                SERVICE_IS_BACK_WITHIN,
                () -> http.send("POST", events, headers(observed), body(observed)),
                answer -> {
                    if (answer.status() / 100 == 4) {
                        throw new IllegalStateException("events were refused: " + answer);
                    }
                    return answer.status() == 200;
                });
        return outcomes(taken);
    }

    /** The request by itself, for those who send in their own way. */
    public HttpRequest request(List<Observed> observed) {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(events)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Http.JSON.writeValueAsBytes(body(observed))));
            headers(observed).forEach(request::header);
            return request.build();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> headers(List<Observed> observed) {
        Browser browser = observed.getFirst().browser();
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Write-Key", writeKey);
        headers.put("Origin", origin);
        headers.put("User-Agent", browser.userAgent());
        if (browser.globalPrivacyControl()) {
            headers.put("Sec-GPC", "1");
        }
        if (browser.doNotTrack()) {
            headers.put("DNT", "1");
        }
        return headers;
    }

    private List<Map<String, Object>> body(List<Observed> observed) {
        return observed.stream().map(this::json).toList();
    }

    private Map<String, Object> json(Observed observed) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("id", observed.id());
        event.put("identifier", observed.identifier());
        if (!observed.links().isEmpty()) {
            event.put("links", observed.links());
        }
        event.put("name", observed.name());
        event.put("occurredAt", observed.at().toString());
        if (observed.path() != null) {
            event.put("page", Map.of("url", origin + observed.path() + "?utm_source=newsletter&utm_campaign=holiday"));
        }
        if (!observed.properties().isEmpty()) {
            event.put("properties", observed.properties());
        }
        if (observed.place() != null) {
            event.put(
                    "context",
                    Map.of(
                            "ip",
                            observed.place().ip(),
                            "userAgent",
                            observed.browser().userAgent()));
        }
        if (observed.browser().consent() != null) {
            event.put("consent", observed.browser().consent().json());
        }
        return event;
    }

    private static Map<String, Integer> outcomes(Answer answer) {
        Map<String, Integer> outcomeToCount = new TreeMap<>();
        List<JsonNode> results = new ArrayList<>();
        answer.body().get("results").forEach(results::add);
        for (JsonNode result : results) {
            String status = result.get("status").textValue();
            outcomeToCount.merge(status.equals("rejected") ? result.get("code").textValue() : status, 1, Integer::sum);
        }
        return outcomeToCount;
    }
}
