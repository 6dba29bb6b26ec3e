package dmp.e2e.platform;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;

/** One account at a simulated ad network, seen and told what to do through the simulator's control API. */
public final class AdNetwork {

    private final Http http;
    private final String control;
    private final String name;
    private final String account;

    /**
     * @param name {@code ttd} or a webhook network's name
     * @param account the advertiser at The Trade Desk, {@code tenant/destination} elsewhere
     */
    public AdNetwork(Platform platform, Http http, String name, String account) {
        this.http = http;
        this.name = name;
        this.control = platform.networks() + "/control/" + name;
        this.account = account;
    }

    /** Tells the network how to call the platform, and the key they share. */
    public void shareKey(URI callbacks, String keyId, String secret) {
        succeed(
                "PUT",
                "/callbacks",
                Map.of("url", callbacks.toString(), "keyId", keyId, "secret", secret, "account", account));
    }

    /** Whom the network holds for a segment. */
    public TreeSet<String> audience(String segment) {
        TreeSet<String> identifiers = new TreeSet<>();
        succeed("GET", "/audiences?account=" + encoded(account), null)
                .path(segment)
                .forEach(identifier -> identifiers.add(identifier.textValue()));
        return identifiers;
    }

    /** When the network first had this member; empty when it has not. */
    public Optional<Instant> heldSince(String segment, String identifier) {
        JsonNode members = succeed(
                "GET",
                "/members?account=%s&segment=%s&identifier=%s"
                        .formatted(encoded(account), encoded(segment), encoded(identifier)),
                null);
        return members.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.parse(members.get(0).get("since").textValue()));
    }

    /** How many changes asked for what the network had already done and acknowledged. */
    public int redundantChanges() {
        return totals().get("redundant").intValue();
    }

    public JsonNode totals() {
        return succeed("GET", "/totals?account=" + encoded(account), null);
    }

    public void misbehave(Map<String, Object> faults) {
        succeed("PUT", "/faults", faults);
    }

    public void behave() {
        succeed("DELETE", "/faults", null);
    }

    /** @param manners see the simulator's README: {@code asynchronous}, {@code acknowledgeAfterMs} */
    public void answer(Map<String, Object> manners) {
        succeed("PUT", "/manners", manners);
    }

    /**
     * The network calls the platform.
     *
     * @return the status that the platform answered
     */
    public int callBack(String type, Map<String, Object> body) {
        return succeed("POST", "/callbacks/" + type + "?account=" + encoded(account), body)
                .get("status")
                .intValue();
    }

    @Override
    public String toString() {
        return name;
    }

    private JsonNode succeed(String method, String path, Object body) {
        return http.succeed(method, URI.create(control + path), Map.of(), body).body();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
