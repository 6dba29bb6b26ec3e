package dmp.e2e.platform;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.e2e.platform.Http.Answer;

/** A customer of the platform: its people and machines, and what they ask of the services. */
public final class Tenant {

    private final Platform platform;
    private final Http http;
    private final Tokens tokens;
    private final String id;

    public Tenant(Platform platform, Http http, String id) {
        this.platform = platform;
        this.http = http;
        this.tokens = new Tokens(http, platform.realm());
        this.id = id;
    }

    public String id() {
        return id;
    }

    /** @return the key with which the source's tag or server sends events */
    public String createSource(Map<String, Object> source) {
        JsonNode created = create("admin", platform.ingestion(), "/v1/sources", source);
        return created.at("/writeKeys/0/key").textValue();
    }

    public void createTrait(Map<String, Object> trait) {
        create("marketer", platform.profile(), "/v1/traits", trait);
    }

    public JsonNode createSegment(Map<String, Object> segment) {
        return create("marketer", platform.segment(), "/v1/segments", segment);
    }

    public void createDestination(Map<String, Object> destination) {
        create("admin", platform.activation(), "/v1/destinations", destination);
    }

    public void createMergePolicy(Map<String, Object> policy) {
        create("admin", platform.profile(), "/v1/merge-policies", policy);
    }

    /** Whatever its version is. */
    public void changeMergePolicy(String policy, Map<String, Object> change) {
        http.succeed(
                "PUT",
                uri(platform.profile(), "/v1/merge-policies/" + policy),
                headers("admin", Map.of("If-Match", "*")),
                change);
    }

    public void createCampaign(Map<String, Object> campaign) {
        create("marketer", platform.activation(), "/v1/campaigns", campaign);
    }

    /**
     * Sends a file and waits until it has been read.
     *
     * @return the upload as it is then
     */
    public JsonNode upload(Map<String, Object> declaration, String contentType, String content) {
        String upload = create("marketer", platform.ingestion(), "/v1/uploads", declaration)
                .get("id")
                .textValue();
        http.succeed(
                "PUT",
                uri(platform.ingestion(), "/v1/uploads/" + upload + "/content"),
                headers("marketer", Map.of("Content-Type", contentType)),
                content);
        JsonNode now = Waiting.until(
                "upload " + upload + " has been read", () -> upload(upload), view -> List.of("completed", "failed")
                        .contains(view.get("state").textValue()));
        if (now.get("state").textValue().equals("failed")) {
            throw new IllegalStateException("upload failed: " + now);
        }
        return now;
    }

    public List<JsonNode> receipts(String upload) {
        return list("marketer", platform.ingestion(), "/v1/uploads/" + upload + "/receipts");
    }

    /** The segments an identifier is in, as segment-service has it; none when nothing is known of it. */
    public TreeSet<String> segmentsOf(String identifier) {
        String path = "/v1/profiles/" + path(identifier) + "/segments";
        Answer answer = ask("marketer", "GET", platform.segment(), path, null);
        TreeSet<String> segments = new TreeSet<>();
        if (answer.status() != 404) {
            Http.requireSuccess("GET " + path, answer)
                    .body()
                    .get("memberships")
                    .forEach(
                            membership -> segments.add(membership.get("segment").textValue()));
        }
        return segments;
    }

    public JsonNode segment(String segment) {
        return get("marketer", platform.segment(), "/v1/segments/" + segment);
    }

    public JsonNode explanation(String identifier, String segment) {
        return get(
                "marketer",
                platform.segment(),
                "/v1/profiles/" + path(identifier) + "/segments/" + segment + "/explanation");
    }

    public JsonNode funnel(String campaign) {
        return get("marketer", platform.activation(), "/v1/campaigns/" + campaign + "/funnel");
    }

    /** What an ad network is told at bid time. */
    public TreeSet<String> lookup(String identifier) {
        TreeSet<String> segments = new TreeSet<>();
        get("ad-network", platform.activation(), "/v1/lookup/" + path(identifier))
                .get("segments")
                .forEach(segment -> segments.add(segment.textValue()));
        return segments;
    }

    public Answer profile(String identifier) {
        return ask("marketer", "GET", platform.profile(), "/v1/profiles/" + path(identifier), null);
    }

    /** Forgets an identifier everywhere. */
    public void erase(String identifier) {
        succeed("admin", "DELETE", platform.profile(), "/v1/profiles/" + path(identifier), null);
    }

    public void unlink(String identifier, String other) {
        succeed(
                "admin",
                "DELETE",
                platform.profile(),
                "/v1/profiles/" + path(identifier) + "/links/" + encoded(other),
                null);
    }

    /** The ids of everything of this kind that the tenant sees. */
    public TreeSet<String> ids(Kind kind) {
        TreeSet<String> ids = new TreeSet<>();
        list("admin", base(kind), "/v1/" + kind.path())
                .forEach(item -> ids.add(item.get("id").textValue()));
        return ids;
    }

    public Answer find(Kind kind, String thing) {
        return ask("admin", "GET", base(kind), "/v1/" + kind.path() + "/" + thing, null);
    }

    /** What customers define. */
    public enum Kind {
        SOURCES,
        TRAITS,
        SEGMENTS,
        DESTINATIONS,
        CAMPAIGNS;

        String path() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private URI base(Kind kind) {
        return switch (kind) {
            case SOURCES -> platform.ingestion();
            case TRAITS -> platform.profile();
            case SEGMENTS -> platform.segment();
            case DESTINATIONS, CAMPAIGNS -> platform.activation();
        };
    }

    private JsonNode upload(String upload) {
        return get("marketer", platform.ingestion(), "/v1/uploads/" + upload);
    }

    private List<JsonNode> list(String role, URI service, String path) {
        List<JsonNode> items = new ArrayList<>();
        String after = "";
        do {
            JsonNode page =
                    get(role, service, path + "?limit=100" + (after.isEmpty() ? "" : "&after=" + encoded(after)));
            page.get("items").forEach(items::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty() && !after.equals("null"));
        return items;
    }

    private JsonNode create(String role, URI service, String path, Object body) {
        return succeed(role, "POST", service, path, body);
    }

    private JsonNode get(String role, URI service, String path) {
        return succeed(role, "GET", service, path, null);
    }

    private JsonNode succeed(String role, String method, URI service, String path, Object body) {
        return http.succeed(method, uri(service, path), headers(role, Map.of()), body)
                .body();
    }

    private Answer ask(String role, String method, URI service, String path, Object body) {
        return http.send(method, uri(service, path), headers(role, Map.of()), body);
    }

    private Map<String, String> headers(String role, Map<String, String> more) {
        Map<String, String> headers = new java.util.HashMap<>(more);
        headers.put("Authorization", "Bearer " + tokens.of(id + "-" + role));
        return headers;
    }

    private static URI uri(URI service, String path) {
        return URI.create(service + path);
    }

    private static String path(String identifier) {
        int colon = identifier.lastIndexOf(':');
        return encoded(identifier.substring(0, colon)) + "/" + encoded(identifier.substring(colon + 1));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
