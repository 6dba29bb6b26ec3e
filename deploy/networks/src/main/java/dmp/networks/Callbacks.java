package dmp.networks;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where and with which keys a network calls the platform back, by account. Safe for many threads. */
final class Callbacks {

    /**
     * @param url where callbacks go; null keeps the one already known
     * @param keyId {@code 1} or {@code 2}
     * @param secret the key shared with the platform, for both directions
     * @param account the account this is for; null for every account that has none of its own
     */
    record Target(URI url, String keyId, String secret, String account) {
        Target {
            if (keyId == null || secret == null || secret.isEmpty()) {
                throw new IllegalArgumentException("keyId and secret are required");
            }
        }
    }

    /** What the platform answered. */
    record Answer(int status, String id, String body) {
        boolean isAccepted() {
            return status / 100 == 2;
        }
    }

    private static final String EVERY_ACCOUNT = "";

    // Waits of a network whose callback was not taken: half a minute in all, then it gives up.
    private static final int[] RETRY_MS = {100, 200, 500, 1_000, 2_000, 4_000, 8_000, 15_000};

    private final HttpClient http;
    private final InstantSource clock;
    private final Map<String, Target> accountToNewest = new HashMap<>();
    private final Map<String, Map<String, String>> accountToKeys = new HashMap<>();

    Callbacks(HttpClient http, InstantSource clock) {
        this.http = http;
        this.clock = clock;
    }

    /** Adds or replaces one of the account's two keys; callbacks are signed with the one that came last. */
    synchronized void set(Target target) {
        String account = target.account() == null ? EVERY_ACCOUNT : target.account();
        Target before = accountToNewest.get(account);
        URI url = target.url() == null && before != null ? before.url() : target.url();
        accountToNewest.put(account, new Target(url, target.keyId(), target.secret(), target.account()));
        accountToKeys.computeIfAbsent(account, key -> new HashMap<>()).put(target.keyId(), target.secret());
    }

    synchronized Optional<String> secret(String account, String keyId) {
        Map<String, String> keys = accountToKeys.getOrDefault(account, accountToKeys.get(EVERY_ACCOUNT));
        return keys == null || keyId == null ? Optional.empty() : Optional.ofNullable(keys.get(keyId));
    }

    synchronized void clear() {
        accountToNewest.clear();
        accountToKeys.clear();
    }

    private synchronized Target target(String account) {
        Target own = account == null ? null : accountToNewest.get(account);
        Target target = own == null ? accountToNewest.get(EVERY_ACCOUNT) : own;
        if (target == null || target.url() == null) {
            throw new IllegalStateException("no callback address is known: PUT /control/{network}/callbacks first");
        }
        return target;
    }

    /** Calls once. The body gets its {@code id} here unless it brings one, which is how a replay is made. */
    Answer call(String account, String type, ObjectNode body) throws IOException, InterruptedException {
        Target target = target(account);
        if (!body.hasNonNull("id")) {
            body.put("id", UUID.randomUUID().toString());
        }
        body.put("type", type);
        byte[] bytes = Json.bytes(body);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(target.url())
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header(Signature.TIMESTAMP, timestamp)
                .header(Signature.KEY, target.keyId())
                .header(Signature.SIGNATURE, Signature.of(target.secret(), timestamp, bytes))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), body.get("id").asText(), response.body());
    }

    /** Calls, with the same id, until the platform takes it or half a minute has gone; says whether it was taken. */
    boolean callUntilTaken(String account, String type, ObjectNode body) throws InterruptedException {
        for (int wait : RETRY_MS) {
            try {
                if (call(account, type, body).isAccepted()) {
                    return true;
                }
            } catch (IOException e) {
                System.err.println("callback " + type + " not taken, next try in " + wait + " ms: " + e);
            }
            Thread.sleep(wait);
        }
        return false;
    }
}
