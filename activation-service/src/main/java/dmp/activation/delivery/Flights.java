package dmp.activation.delivery;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dmp.activation.audience.Audience.Wanted;
import dmp.activation.delivery.Standing.Held;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.delivery.Standing.Refused;
import dmp.activation.network.Answer;
import dmp.activation.network.Change;
import dmp.activation.network.Delivery;

/**
 * What a delivery has under way, and what becomes of it by the network's answer.
 *
 * @param identifierToFlights by identifier and segment
 * @param identifierToBefore where each stood before it was sent, as far as is known; what is certainly not taken, stands there
 *     again
 */
record Flights(
        Delivery delivery,
        Map<String, Map<String, InFlight>> identifierToFlights,
        Map<String, Map<String, Standing>> identifierToBefore) {

    /** Of a delivery that is about to be sent for the first time. */
    static Flights of(Delivery delivery, Map<String, Case> identifierToCase, Instant now) {
        Map<String, Map<String, InFlight>> flights = new LinkedHashMap<>();
        Map<String, Map<String, Standing>> before = new HashMap<>();
        for (Change change : delivery.changes()) {
            Case known = identifierToCase.get(change.identifier().text());
            Map<String, InFlight> segmentToFlight = new HashMap<>();
            for (String segment : change.add()) {
                Wanted wanted = known.wanted().get(segment);
                segmentToFlight.put(
                        segment,
                        new InFlight(
                                Operation.ADD,
                                now,
                                delivery.id(),
                                wanted.version(),
                                false,
                                isHeld(known, segment),
                                wanted.cause()));
            }
            for (String segment : change.remove()) {
                segmentToFlight.put(
                        segment,
                        new InFlight(Operation.REMOVE, now, delivery.id(), 0, false, isHeld(known, segment), null));
            }
            flights.put(known.identifier(), segmentToFlight);
            before.put(known.identifier(), known.standings());
        }
        return new Flights(delivery, flights, before);
    }

    private static boolean isHeld(Case known, String segment) {
        Standing standing = known.standings().get(segment);
        return standing != null && standing.isHeld();
    }

    /** What is to be written where; empty when the answer leaves everything under way. */
    Map<String, Map<String, Optional<Standing>>> outcome(Answer answer, Rules rules, Instant now) {
        return switch (answer) {
            case Answer.Acknowledged acknowledged -> acknowledged(acknowledged.failures(), rules, now);
            case Answer.Promised promised -> each(flight -> Optional.of(flight.promisedAt(now)));
            case Answer.TooLarge tooLarge ->
                Pace.isAboutTheRecord(answer, delivery.changes().size())
                        ? each(flight -> Optional.of(refused(flight, tooLarge.code(), now)))
                        : asBefore();
            case Answer.Refused refused ->
                Pace.isAboutTheRecord(answer, delivery.changes().size())
                        ? each(flight -> Optional.of(refused(flight, refused.code(), now)))
                        : asBefore();
            case Answer.Throttled throttled -> asBefore();
            case Answer.Unavailable unavailable -> Map.of();
        };
    }

    private Map<String, Map<String, Optional<Standing>>> acknowledged(
            List<Answer.Failure> failures, Rules rules, Instant now) {
        Map<String, Map<String, Optional<Standing>>> outcome = each(flight -> switch (flight.operation()) {
            case ADD -> Optional.of(new Held(now, rules.untilFrom(now), flight.version()));
            case REMOVE -> Optional.empty();
        });
        for (Answer.Failure failure : failures) {
            String identifier =
                    delivery.changes().get(failure.change()).identifier().text();
            identifierToFlights.getOrDefault(identifier, Map.of()).forEach((segment, flight) -> {
                if (failure.segment() == null || failure.segment().equals(segment)) {
                    outcome.get(identifier).put(segment, Optional.of(refused(flight, failure.code(), now)));
                }
            });
        }
        return outcome;
    }

    private static Standing refused(InFlight flight, String code, Instant now) {
        return new Refused(flight.operation(), code, now, flight.version(), flight.heldBefore());
    }

    /** Of a delivery sent again nothing is known from before: it stays under way. */
    private Map<String, Map<String, Optional<Standing>>> asBefore() {
        if (identifierToBefore.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<String, Optional<Standing>>> outcome = new LinkedHashMap<>();
        identifierToFlights.forEach((identifier, flights) -> {
            Map<String, Optional<Standing>> segmentToStanding = new HashMap<>();
            flights.keySet()
                    .forEach(segment -> segmentToStanding.put(
                            segment,
                            Optional.ofNullable(
                                    identifierToBefore.get(identifier).get(segment))));
            outcome.put(identifier, segmentToStanding);
        });
        return outcome;
    }

    private Map<String, Map<String, Optional<Standing>>> each(
            java.util.function.Function<InFlight, Optional<Standing>> becomes) {
        Map<String, Map<String, Optional<Standing>>> outcome = new LinkedHashMap<>();
        identifierToFlights.forEach((identifier, flights) -> {
            Map<String, Optional<Standing>> segmentToStanding = new HashMap<>();
            flights.forEach((segment, flight) -> segmentToStanding.put(segment, becomes.apply(flight)));
            outcome.put(identifier, segmentToStanding);
        });
        return outcome;
    }
}
