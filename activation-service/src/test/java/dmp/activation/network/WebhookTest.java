package dmp.activation.network;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import dmp.activation.network.Answer.Acknowledged;
import dmp.activation.network.Answer.Failure;
import dmp.activation.state.Identifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class WebhookTest {

    private final Webhook webhook = new Webhook();
    private final Account account = new Account(
            "acme", "hook", "webhook", Map.of("endpoint", "https://x.example/in"), "hook", List.of("cookie"));
    private final Delivery delivery = new Delivery(
            "d1",
            "acme",
            "hook",
            Instant.EPOCH,
            List.of(
                    new Change(Identifier.of("cookie:a"), List.of("in"), List.of("out")),
                    new Change(Identifier.of("cookie:b"), List.of("in"), List.of())));

    @Test
    void writesSignedJson() throws Exception {
        Connector.Call call = webhook.write(delivery, account, new Secret("hook.hmac.2", "s"));

        ObjectMapper json = new ObjectMapper();
        assertEquals(json.readTree("""
                        {"deliveryId":"d1","tenant":"acme","destination":"hook","sentAt":"1970-01-01T00:00:00Z","changes":[
                          {"identifier":"cookie:a","add":["in"],"remove":["out"]},
                          {"identifier":"cookie:b","add":["in"],"remove":[]}]}"""), json.readTree(call.body()));
        assertEquals("2", call.headers().get(Signature.KEY));
        assertTrue(Signature.isValid(
                "s",
                call.headers().get(Signature.TIMESTAMP),
                call.body(),
                call.headers().get(Signature.SIGNATURE)));
    }

    @Test
    void readsWhatWasNotTaken() {
        Answer answer = webhook.read(
                200,
                "{\"accepted\":1,\"failed\":[{\"index\":1,\"code\":\"unknown user!\",\"message\":\"m\"}]}",
                delivery);

        assertEquals(new Acknowledged(List.of(new Failure(1, null, "unknown-user-", "m"))), answer);
    }

    @Test
    void failureOfNobodyKnownFailsEverything() {
        Answer answer = webhook.read(200, "{\"failed\":[{\"index\":7,\"code\":\"x\"}]}", delivery);

        assertEquals(2, assertInstanceOf(Acknowledged.class, answer).failures().size());
    }

    @Test
    void acceptedMeansLater() {
        assertEquals(new Answer.Promised(), webhook.read(202, "", delivery));
    }
}
