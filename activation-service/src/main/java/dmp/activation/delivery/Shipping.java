package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;

import dmp.activation.campaign.Target;
import dmp.activation.destination.Condition;
import dmp.activation.destination.Condition.Status;
import dmp.activation.destination.Conditions;
import dmp.activation.network.Answer;

/** Sends a delivery: writes down that it is under way, sends it, writes down what became of it. */
@ApplicationScoped
class Shipping {

    /** How stale the time of the last success may be shown; spares Redis a write for each request. */
    private static final Duration SUCCESS_SHOWN_WITHIN = Duration.ofSeconds(1);

    private final Ledger ledger;
    private final Latencies latencies;
    private final Conditions conditions;
    private final InstantSource clock;

    Shipping(Ledger ledger, Latencies latencies, Conditions conditions, InstantSource clock) {
        this.ledger = ledger;
        this.latencies = latencies;
        this.conditions = conditions;
        this.clock = clock;
    }

    /** Answers with the standings as they are afterwards, of what was sent; with none when the pace forbids to send now. */
    Uni<Map<String, Map<String, Optional<Standing>>>> ship(Serving serving, Flights flights) {
        return Uni.createFrom().deferred(() -> {
            if (!serving.pace().isOpen(clock.instant())) {
                return Uni.createFrom().item(Map.of());
            }
            boolean keepContent = serving.network().capabilities().acknowledgesLater();
            return ledger.begin(serving.target(), flights, keepContent)
                    .chain(() -> serving.network().send(flights.delivery()))
                    .chain(answer -> note(serving, answer, flights)
                            .chain(() -> settle(serving.target(), flights, answer, serving.rules())));
        });
    }

    /** Writes what an answer makes of a delivery; the same for one that comes by a callback. */
    Uni<Map<String, Map<String, Optional<Standing>>>> settle(
            Target target, Flights flights, Answer answer, Rules rules) {
        Instant now = clock.instant();
        Map<String, Map<String, Optional<Standing>>> outcome = flights.outcome(answer, rules, now);
        return ledger.settle(target, flights.delivery().id(), outcome)
                .call(settled -> latencies.count(target, flights, held(settled, outcome), now))
                .map(settled -> written(flights, outcome));
    }

    private Uni<Void> note(Serving serving, Answer answer, Flights flights) {
        Instant now = clock.instant();
        Condition before = serving.pace().condition();
        serving.pace().note(answer, flights.delivery().changes().size(), now);
        Condition after = serving.pace().condition();
        if (before.status() != after.status()) {
            Log.infof(
                    "destination changed condition, tenant=%s destination=%s status=%s reason=%s",
                    serving.target().tenant(),
                    serving.target().destination(),
                    after.status(),
                    after.status() == Status.HEALTHY ? "" : after.lastError().code());
        }
        boolean alreadyShown = before.status() == Status.HEALTHY
                && after.status() == Status.HEALTHY
                && before.lastSuccessAt() != null
                && before.lastSuccessAt().plus(SUCCESS_SHOWN_WITHIN).isAfter(now);
        return alreadyShown
                ? Uni.createFrom().voidItem()
                : conditions.put(serving.target().tenant(), serving.target().destination(), after);
    }

    private static Map<String, Set<String>> held(
            Map<String, Set<String>> settled, Map<String, Map<String, Optional<Standing>>> outcome) {
        Map<String, Set<String>> held = new HashMap<>();
        settled.forEach((identifier, segments) -> held.put(
                identifier,
                segments.stream()
                        .filter(segment -> outcome.get(identifier).get(segment).orElse(null) instanceof Standing.Held)
                        .collect(java.util.stream.Collectors.toSet())));
        return held;
    }

    private static Map<String, Map<String, Optional<Standing>>> written(
            Flights flights, Map<String, Map<String, Optional<Standing>>> outcome) {
        if (!outcome.isEmpty()) {
            return outcome;
        }
        Map<String, Map<String, Optional<Standing>>> stillFlying = new HashMap<>();
        flights.identifierToFlights().forEach((identifier, segmentToFlight) -> {
            Map<String, Optional<Standing>> standings = new HashMap<>();
            segmentToFlight.forEach((segment, flight) -> standings.put(segment, Optional.of(flight)));
            stillFlying.put(identifier, standings);
        });
        return stillFlying;
    }
}
