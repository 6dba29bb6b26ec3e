package dmp.networks;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A network that takes signed webhooks. It answers at once, or, told to be asynchronous, says 202 and acknowledges later
 * by a callback. Its accounts are {@code tenant/destination}.
 */
final class WebhookNetwork extends Network {

    private static final int MAX_BODY_BYTES = 2_500_000;
    private static final int MAX_CHANGES = 10_000;

    /** @param acknowledgeAfterMs how long an asynchronous network takes to call back */
    record Manners(boolean asynchronous, int acknowledgeAfterMs) {
        Manners {
            if (acknowledgeAfterMs < 0) {
                throw new IllegalArgumentException("acknowledgeAfterMs is not negative");
            }
        }
    }

    record Delivery(String deliveryId, String tenant, String destination, String sentAt, List<Wanted> changes) {
        String account() {
            return tenant + "/" + destination;
        }
    }

    record Wanted(String identifier, List<String> add, List<String> remove) {
        Wanted {
            add = add == null ? List.of() : List.copyOf(add);
            remove = remove == null ? List.of() : List.copyOf(remove);
        }
    }

    record Failure(int index, String code, String message) {}

    record Outcome(int accepted, List<Failure> failed) {}

    private final Executor threads;
    private volatile Manners manners = new Manners(false, 0);

    /** @param threads where acknowledgements wait until they are due */
    WebhookNetwork(HttpClient http, InstantSource clock, Executor threads) {
        super(http, clock, Integer.MAX_VALUE);
        this.threads = threads;
    }

    void behave(Manners wanted) {
        manners = wanted;
    }

    @Override
    void forget() {
        super.forget();
        manners = new Manners(false, 0);
    }

    @Override
    Reply receive(Exchange exchange, String path, Faults faults) throws IOException {
        if (!path.isEmpty()) {
            return Reply.error(404, "nothing here");
        }
        if (exchange.body().length > MAX_BODY_BYTES) {
            return Reply.error(413, "at most " + MAX_BODY_BYTES + " bytes");
        }
        Delivery delivery;
        try {
            delivery = Json.read(exchange.body(), Delivery.class);
        } catch (JsonProcessingException e) {
            return Reply.error(400, "not a delivery: " + e.getOriginalMessage());
        }
        Optional<Reply> refusal = refusal(exchange, delivery);
        return refusal.isPresent() ? refusal.get() : carryOut(delivery, faults);
    }

    @Override
    List<Change> asked(Exchange exchange) throws IOException {
        try {
            Delivery delivery = Json.read(exchange.body(), Delivery.class);
            return delivery == null || delivery.changes() == null
                    ? List.of()
                    : delivery.changes().stream()
                            .flatMap(wanted -> changes(delivery.account(), wanted).stream())
                            .toList();
        } catch (JsonProcessingException unreadable) {
            return List.of();
        }
    }

    private Optional<Reply> refusal(Exchange exchange, Delivery delivery) {
        if (delivery == null
                || isBlank(delivery.deliveryId())
                || isBlank(delivery.tenant())
                || isBlank(delivery.destination())
                || delivery.changes() == null) {
            return Optional.of(Reply.error(400, "deliveryId, tenant, destination and changes are required"));
        }
        String timestamp = exchange.header(Signature.TIMESTAMP);
        Optional<String> secret = callbacks().secret(delivery.account(), exchange.header(Signature.KEY));
        if (secret.isEmpty()) {
            return Optional.of(Reply.error(401, "this key is not known here"));
        }
        if (!Signature.isFresh(timestamp, now())) {
            return Optional.of(Reply.error(401, "the timestamp is missing or too far from now"));
        }
        if (!Signature.isValid(secret.get(), timestamp, exchange.body(), exchange.header(Signature.SIGNATURE))) {
            return Optional.of(Reply.error(401, "the signature is wrong"));
        }
        if (delivery.changes().size() > MAX_CHANGES) {
            return Optional.of(Reply.error(413, "at most " + MAX_CHANGES + " changes"));
        }
        return Optional.empty();
    }

    private Reply carryOut(Delivery delivery, Faults faults) {
        List<Change> made = new ArrayList<>();
        List<Failure> failed = new ArrayList<>();
        for (int index = 0; index < delivery.changes().size(); index++) {
            Wanted wanted = delivery.changes().get(index);
            Failure failure = failure(index, wanted, faults);
            for (Change change : changes(delivery.account(), wanted)) {
                apply(change, null, failure == null);
                if (failure == null) {
                    made.add(change);
                }
            }
            if (failure != null) {
                failed.add(failure);
            }
        }
        Outcome outcome = new Outcome(delivery.changes().size() - failed.size(), failed);
        Manners current = manners;
        if (current.asynchronous()) {
            acknowledgeLater(delivery, outcome, made, current.acknowledgeAfterMs(), faults.losesAcknowledgement());
            return Reply.of(202, Map.of("deliveryId", delivery.deliveryId()));
        }
        return Reply.of(200, outcome).acknowledging(made);
    }

    private void acknowledgeLater(
            Delivery delivery, Outcome outcome, List<Change> made, int afterMs, boolean acknowledgementIsLost) {
        threads.execute(() -> {
            try {
                Thread.sleep(afterMs);
                if (acknowledgementIsLost) {
                    ledger().calledBack("lost");
                    return;
                }
                ObjectNode body =
                        Json.object().put("deliveryId", delivery.deliveryId()).put("accepted", outcome.accepted());
                body.putPOJO("failed", outcome.failed());
                if (callbacks().callUntilTaken(delivery.account(), "acknowledgement", body)) {
                    ledger().acknowledged(made);
                    ledger().calledBack("taken");
                } else {
                    ledger().calledBack("given-up");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IllegalStateException e) {
                ledger().calledBack("no-address");
                System.err.println("acknowledgement not sent: " + e.getMessage());
            }
        });
    }

    private static Failure failure(int index, Wanted wanted, Faults faults) {
        if (wanted == null
                || isBlank(wanted.identifier())
                || wanted.identifier().indexOf(':') < 1) {
            return new Failure(index, "invalid-identifier", "an identifier is namespace:value");
        }
        if (wanted.add().isEmpty() && wanted.remove().isEmpty()) {
            return new Failure(index, "nothing-to-do", "neither add nor remove names a segment");
        }
        if (faults.refusesRecord()) {
            String code = faults.partialFailureCode();
            return new Failure(index, code == null ? "temporarily-unavailable" : code, "as told");
        }
        return null;
    }

    private static List<Change> changes(String account, Wanted wanted) {
        List<Change> changes = new ArrayList<>();
        if (wanted != null && wanted.identifier() != null) {
            wanted.add()
                    .forEach(segment ->
                            changes.add(new Change(account, segment, wanted.identifier(), Change.Operation.ADD)));
            wanted.remove()
                    .forEach(segment ->
                            changes.add(new Change(account, segment, wanted.identifier(), Change.Operation.REMOVE)));
        }
        return changes;
    }

    private static boolean isBlank(String text) {
        return text == null || text.isBlank();
    }
}
