package dmp.networks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebhookNetworkTest {

    /** A callback as the platform gets it. */
    private record Received(String timestamp, String key, String signature, byte[] body) {
        boolean isSignedWith(String secret) {
            return Signature.isValid(secret, timestamp, body, signature);
        }

        JsonNode json() throws IOException {
            return Json.tree(body);
        }
    }

    private final BlockingQueue<Received> callbacks = new LinkedBlockingQueue<>();
    private final AtomicInteger platformStatus = new AtomicInteger(200);
    private HttpServer platform;
    private SimulatedNetworks networks;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        networks = SimulatedNetworks.start(0);
        client = new Client(networks.uri());
        platform = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        platform.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            // Decided before a test learns of the callback and changes its mind.
            int status = platformStatus.get();
            callbacks.add(new Received(
                    exchange.getRequestHeaders().getFirst(Signature.TIMESTAMP),
                    exchange.getRequestHeaders().getFirst(Signature.KEY),
                    exchange.getRequestHeaders().getFirst(Signature.SIGNATURE),
                    body));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        platform.start();
        client.put(
                "/control/adnet/callbacks",
                "{\"url\":\"http://127.0.0.1:%d/v1/callbacks/acme/adnet\",\"keyId\":\"1\",\"secret\":\"s1\"}"
                        .formatted(platform.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        networks.close();
        platform.stop(0);
    }

    @Test
    void keepsAudiencesBySegment() throws Exception {
        Client.Answer answer = client.webhook("adnet", "1", "s1", delivery("""
                        {"identifier":"cookie:a","add":["london","spring"]},
                        {"identifier":"cookie:b","add":["london"]}"""));
        client.webhook(
                "adnet", "1", "s1", delivery("{\"identifier\":\"cookie:a\",\"add\":[],\"remove\":[\"london\"]}"));

        assertEquals(200, answer.status());
        assertEquals("{\"accepted\":2,\"failed\":[]}", answer.body().toString());
        assertEquals(
                "{\"london\":[\"cookie:b\"],\"spring\":[\"cookie:a\"]}",
                client.get("/control/adnet/audiences").toString());
        assertEquals("{}", client.get("/control/other/audiences").toString());
    }

    @Test
    void refusesWhatIsNotSigned() throws Exception {
        String body = delivery("{\"identifier\":\"cookie:a\",\"add\":[\"s\"]}");
        String old = Long.toString(Instant.now().minusSeconds(301).getEpochSecond());
        Map<String, String> stale = Map.of(
                Signature.TIMESTAMP,
                old,
                Signature.KEY,
                "1",
                Signature.SIGNATURE,
                Signature.of("s1", old, body.getBytes(StandardCharsets.UTF_8)));

        assertEquals(401, client.webhook("adnet", "1", "wrong", body).status());
        assertEquals(401, client.webhook("adnet", "2", "s1", body).status());
        assertEquals(401, client.send("POST", "/webhook/adnet", body, stale).status());
        assertEquals(401, client.send("POST", "/webhook/adnet", body, Map.of()).status());
        assertEquals("{}", client.get("/control/adnet/audiences").toString());
    }

    @Test
    void takesBothLiveKeys() throws Exception {
        client.put("/control/adnet/callbacks", "{\"keyId\":\"2\",\"secret\":\"s2\"}");
        String body = delivery("{\"identifier\":\"cookie:a\",\"add\":[\"s\"]}");

        assertEquals(200, client.webhook("adnet", "1", "s1", body).status());
        assertEquals(200, client.webhook("adnet", "2", "s2", body).status());
    }

    @Test
    void anAccountMayHaveKeysOfItsOwn() throws Exception {
        client.put(
                "/control/adnet/callbacks",
                "{\"keyId\":\"1\",\"secret\":\"own\",\"account\":\"acme/adnet\",\"url\":\"http://127.0.0.1:1/\"}");
        String body = delivery("{\"identifier\":\"cookie:a\",\"add\":[\"s\"]}");

        assertEquals(401, client.webhook("adnet", "1", "s1", body).status());
        assertEquals(200, client.webhook("adnet", "1", "own", body).status());
    }

    @Test
    void refusesAnInvalidRecordAlone() throws Exception {
        Client.Answer answer = client.webhook(
                "adnet",
                "1",
                "s1",
                delivery(
                        "{\"identifier\":\"nonsense\",\"add\":[\"s\"]},{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}"));

        assertEquals(200, answer.status());
        assertEquals(1, answer.body().get("accepted").intValue());
        assertEquals(0, answer.body().at("/failed/0/index").intValue());
        assertEquals("invalid-identifier", answer.body().at("/failed/0/code").textValue());
        assertEquals(
                "{\"s\":[\"cookie:b\"]}", client.get("/control/adnet/audiences").toString());
    }

    @Test
    void acknowledgesLaterAsTold() throws Exception {
        client.put("/control/adnet/manners", "{\"asynchronous\":true,\"acknowledgeAfterMs\":20}");

        Client.Answer answer = client.webhook(
                "adnet",
                "1",
                "s1",
                delivery(
                        "{\"identifier\":\"nonsense\",\"add\":[\"s\"]},{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}"));

        assertEquals(202, answer.status());
        Received acknowledgement = callbacks.poll(30, TimeUnit.SECONDS);
        assertTrue(acknowledgement.isSignedWith("s1"));
        assertEquals("1", acknowledgement.key());
        assertEquals("acknowledgement", acknowledgement.json().get("type").textValue());
        assertEquals("d-1", acknowledgement.json().get("deliveryId").textValue());
        assertEquals(1, acknowledgement.json().get("accepted").intValue());
        assertEquals(0, acknowledgement.json().at("/failed/0/index").intValue());
    }

    @Test
    void acknowledgesAgainWithTheSameIdUntilItIsTaken() throws Exception {
        client.put("/control/adnet/manners", "{\"asynchronous\":true,\"acknowledgeAfterMs\":0}");
        platformStatus.set(503);
        client.webhook("adnet", "1", "s1", delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}"));
        Received refused = callbacks.poll(30, TimeUnit.SECONDS);

        platformStatus.set(200);

        Received taken = callbacks.poll(30, TimeUnit.SECONDS);
        assertEquals(refused.json().get("id"), taken.json().get("id"));
    }

    @Test
    void losesAcknowledgementsAsTold() throws Exception {
        client.put("/control/adnet/manners", "{\"asynchronous\":true,\"acknowledgeAfterMs\":0}");
        client.put("/control/adnet/faults", "{\"loseAcknowledgement\":1}");
        String body = delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}");

        assertEquals(202, client.webhook("adnet", "1", "s1", body).status());
        assertNull(callbacks.poll(200, TimeUnit.MILLISECONDS));
        client.webhook("adnet", "1", "s1", body);

        assertEquals(
                "{\"received\":2,\"accepted\":2,\"redundant\":0}",
                client.get("/control/adnet/totals").toString());
    }

    @Test
    void whatIsAskedAfterAChangeWithoutAnAnswerIsNotRedundant() throws Exception {
        String add = delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}");
        client.webhook("adnet", "1", "s1", add);
        client.put("/control/adnet/faults", "{\"down\":true}");
        String remove = delivery("{\"identifier\":\"cookie:b\",\"remove\":[\"s\"]}");
        assertThrows(IOException.class, () -> client.webhook("adnet", "1", "s1", remove));
        client.send("DELETE", "/control/adnet/faults", "", Map.of());

        client.webhook("adnet", "1", "s1", add);

        assertEquals(
                "{\"received\":2,\"accepted\":2,\"redundant\":0}",
                client.get("/control/adnet/totals").toString());
    }

    @Test
    void callsBackOnDemand() throws Exception {
        Client.Answer answer = client.send(
                "POST",
                "/control/adnet/callbacks/opt-out",
                "{\"id\":\"11111111-1111-1111-1111-111111111111\",\"identifier\":\"cookie:a\"}",
                Map.of());

        assertEquals(200, answer.body().get("status").intValue());
        Received optOut = callbacks.poll(30, TimeUnit.SECONDS);
        assertTrue(optOut.isSignedWith("s1"));
        assertEquals("opt-out", optOut.json().get("type").textValue());
        assertEquals("cookie:a", optOut.json().get("identifier").textValue());
        assertEquals(
                "11111111-1111-1111-1111-111111111111", optOut.json().get("id").textValue());
    }

    @Test
    void saysThatItKnowsNoCallbackAddress() throws Exception {
        Client.Answer answer =
                client.send("POST", "/control/silent/callbacks/opt-out", "{\"identifier\":\"cookie:a\"}", Map.of());

        assertEquals(409, answer.status());
    }

    @Test
    void forgetsEverything() throws Exception {
        client.webhook("adnet", "1", "s1", delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}"));

        client.send("DELETE", "/control/adnet", "", Map.of());

        assertEquals("{}", client.get("/control/adnet/audiences").toString());
        assertEquals("[]", client.get("/control/adnet/requests").get("changes").toString());
        assertEquals(
                401,
                client.webhook("adnet", "1", "s1", delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}"))
                        .status());
    }

    @Test
    void isDownAsTold() throws Exception {
        client.put("/control/adnet/faults", "{\"down\":true}");

        assertThrows(
                IOException.class,
                () -> client.webhook("adnet", "1", "s1", delivery("{\"identifier\":\"cookie:b\",\"add\":[\"s\"]}")));
    }

    private static String delivery(String changes) {
        return """
                {"deliveryId":"d-1","tenant":"acme","destination":"adnet","sentAt":"2026-11-24T10:00:00Z",
                 "changes":[%s]}""".formatted(changes);
    }
}
