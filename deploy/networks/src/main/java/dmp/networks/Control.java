package dmp.networks;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.networks.Change.Place;

/** {@code /control/{network}/…}: what a test or a demonstration asks of the networks, and tells them to do. */
final class Control {

    record RequestsView(
            Map<String, Integer> requests,
            Map<String, Integer> callbacks,
            Ledger.Totals totals,
            List<Ledger.Line> changes) {}

    private final Function<String, Network> networks;

    Control(Function<String, Network> networks) {
        this.networks = networks;
    }

    Reply serve(Exchange exchange) throws IOException, InterruptedException {
        List<String> path = exchange.path();
        if (path.equals(List.of("control", "health"))) {
            return Reply.of(200, Map.of("status", "UP"));
        }
        if (path.size() < 2) {
            return Reply.error(404, "nothing here");
        }
        Network network = networks.apply(path.get(1));
        String request = exchange.method() + " " + String.join("/", path.subList(2, path.size()));
        try {
            return request.startsWith("POST callbacks/")
                    ? callBack(network, request.substring("POST callbacks/".length()), exchange)
                    : serve(network, request, exchange);
        } catch (JsonProcessingException e) {
            return Reply.error(400, e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return Reply.error(400, e.getMessage());
        } catch (IllegalStateException e) {
            return Reply.error(409, e.getMessage());
        }
    }

    private static Reply serve(Network network, String request, Exchange exchange) throws IOException {
        Predicate<Place> chosen = chosen(exchange.query());
        return switch (request) {
            case "GET audiences" -> Reply.of(200, network.audiences().bySegment(chosen, network.now()));
            case "GET members" -> Reply.of(200, network.audiences().members(chosen, network.now()));
            case "GET requests" -> Reply.of(200, requests(network, chosen));
            case "GET totals" -> Reply.of(200, network.ledger().totals(chosen));
            case "GET faults" -> Reply.of(200, network.faults());
            case "PUT faults" -> {
                network.misbehave(Json.read(exchange.body(), Faults.class));
                yield Reply.of(204, null);
            }
            case "DELETE faults" -> {
                network.misbehave(Faults.NONE);
                yield Reply.of(204, null);
            }
            case "PUT callbacks" -> {
                network.callbacks().set(Json.read(exchange.body(), Callbacks.Target.class));
                yield Reply.of(204, null);
            }
            case "PUT manners" -> behave(network, exchange);
            case "DELETE " -> {
                network.forget();
                yield Reply.of(204, null);
            }
            default -> Reply.error(404, "nothing here: " + request);
        };
    }

    private static Reply behave(Network network, Exchange exchange) throws IOException {
        if (network instanceof WebhookNetwork webhook) {
            webhook.behave(Json.read(exchange.body(), WebhookNetwork.Manners.class));
            return Reply.of(204, null);
        }
        return Reply.error(400, "only a webhook network can be asynchronous");
    }

    private static RequestsView requests(Network network, Predicate<Place> chosen) {
        Ledger ledger = network.ledger();
        return new RequestsView(
                ledger.requestsByStatus(), ledger.callbacksByOutcome(), ledger.totals(chosen), ledger.lines(chosen));
    }

    /** Makes the network call the platform, and answers what the platform answered. */
    private static Reply callBack(Network network, String type, Exchange exchange)
            throws IOException, InterruptedException {
        JsonNode body = Json.tree(exchange.body());
        if (!(body instanceof ObjectNode object)) {
            return Reply.error(400, "the callback's content is a JSON object");
        }
        Callbacks.Answer answer = network.callbacks().call(exchange.query().get("account"), type, object);
        network.ledger().calledBack(answer.isAccepted() ? "taken" : "refused");
        return Reply.of(200, answer);
    }

    private static Predicate<Place> chosen(Map<String, String> query) {
        String account = query.get("account");
        String segment = query.get("segment");
        String identifier = query.get("identifier");
        return place -> (account == null || account.equals(place.account()))
                && (segment == null || segment.equals(place.segment()))
                && (identifier == null || identifier.equals(place.identifier()));
    }
}
