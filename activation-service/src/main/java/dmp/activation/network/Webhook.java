package dmp.activation.network;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.activation.api.Problem.Fault;

/**
 * Our own format, for networks and customers that have none: signed JSON, state changes by identifier. The receiver answers
 * 200 with what it could not take, or 202 and an acknowledgement callback later, which names the delivery.
 */
@ApplicationScoped
class Webhook implements Connector {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Small enough for the body limits that web frameworks have by default, 1 MB mostly. */
    private static final int MOST_BYTES = 900_000;

    private static final int MOST_CHANGES = 1_000;
    private static final int MOST_CONCURRENT = 2;

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public Capabilities capabilities(Account account) {
        return new Capabilities(List.of(), MOST_CHANGES, MOST_BYTES, MOST_CONCURRENT, null, true, true, null);
    }

    @Override
    public List<Fault> faults(Account account) {
        return account.settings().keySet().stream()
                .filter(setting -> !setting.equals("endpoint"))
                .map(setting ->
                        new Fault("/settings/" + setting, "setting-unknown", "A webhook has one setting, `endpoint`."))
                .toList();
    }

    @Override
    public List<String> secretReferences(Account account) {
        return List.of(Signature.reference(account.credential(), "1"), Signature.reference(account.credential(), "2"));
    }

    @Override
    public int bytesOf(Change change) {
        int bytes = 64 + 2 * change.identifier().text().length();
        for (String segment : change.add()) {
            bytes += segment.length() + 3;
        }
        for (String segment : change.remove()) {
            bytes += segment.length() + 3;
        }
        return bytes;
    }

    @Override
    public Call write(Delivery delivery, Account account, Secret secret) {
        ObjectNode root = JSON.createObjectNode();
        root.put("deliveryId", delivery.id());
        root.put("tenant", delivery.tenant());
        root.put("destination", delivery.destination());
        root.put("sentAt", delivery.sentAt().toString());
        ArrayNode changes = root.putArray("changes");
        for (Change change : delivery.changes()) {
            ObjectNode node = changes.addObject();
            node.put("identifier", change.identifier().text());
            change.add().forEach(node.putArray("add")::add);
            change.remove().forEach(node.putArray("remove")::add);
        }
        byte[] body = bytes(root);
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        String keyId = secret.reference().substring(secret.reference().lastIndexOf('.') + 1);
        return new Call(
                URI.create(account.settings().get("endpoint")),
                Map.of(
                        Signature.TIMESTAMP, timestamp,
                        Signature.KEY, keyId,
                        Signature.SIGNATURE, Signature.of(secret.value(), timestamp, body)),
                body);
    }

    @Override
    public Answer read(int status, String body, Delivery delivery) {
        if (status == 202) {
            return new Answer.Promised();
        }
        if (body == null || body.isBlank()) {
            return new Answer.Acknowledged(List.of());
        }
        try {
            JsonNode root = JSON.readTree(body);
            return root.isObject()
                    ? new Answer.Acknowledged(Answer.failures(
                            root.path("failed"), delivery.changes().size()))
                    : unreadable();
        } catch (JsonProcessingException e) {
            return unreadable();
        }
    }

    private static Answer unreadable() {
        return new Answer.Unavailable("answer-unreadable", null);
    }

    private static byte[] bytes(ObjectNode root) {
        try {
            return JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
