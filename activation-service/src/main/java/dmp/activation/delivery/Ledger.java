package dmp.activation.delivery;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;
import io.vertx.mutiny.redis.client.Response;

import dmp.activation.audience.Audience;
import dmp.activation.audience.Audiences;
import dmp.activation.campaign.Target;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.network.Delivery;
import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;
import dmp.activation.state.Script;

/** Where identifiers stand at destinations, and what deliveries said, in Redis. */
@ApplicationScoped
public class Ledger {

    private static final Script SETTLE = Script.beside(Ledger.class, "settle.lua");

    private final Pipeline pipeline;
    private final Audiences audiences;
    private final ObjectMapper json;
    private final Duration deliveryKept;

    Ledger(Pipeline pipeline, Audiences audiences, ObjectMapper json, DeliveryConfig config) {
        this.pipeline = pipeline;
        this.audiences = audiences;
        this.json = json;
        this.deliveryKept = config.deliveryKept();
    }

    /** An identifier with all that is known about it and where it stands. */
    public record Entry(Audience audience, Map<String, Standing> standings) {}

    /** In the order asked for, one round trip. */
    public Uni<List<Entry>> read(Target target, List<String> identifiers) {
        List<Request> commands = new ArrayList<>(audiences.reads(target.tenant(), identifiers));
        identifiers.forEach(identifier -> commands.add(standingsOf(target, identifier)));
        return pipeline.send(commands).map(answers -> {
            List<Audience> read = audiences.read(identifiers, answers);
            List<Entry> entries = new ArrayList<>(identifiers.size());
            for (int i = 0; i < identifiers.size(); i++) {
                entries.add(new Entry(read.get(i), standings(answers.get(identifiers.size() + i))));
            }
            return entries;
        });
    }

    /** What of a delivery is still under way. */
    Uni<Flights> flights(Target target, Delivery delivery) {
        List<String> identifiers = delivery.changes().stream()
                .map(change -> change.identifier().text())
                .toList();
        return pipeline.send(identifiers.stream()
                        .map(identifier -> standingsOf(target, identifier))
                        .toList())
                .map(answers -> {
                    Map<String, Map<String, InFlight>> flights = new LinkedHashMap<>();
                    for (int i = 0; i < identifiers.size(); i++) {
                        Map<String, InFlight> ours = new HashMap<>();
                        standings(answers.get(i)).forEach((segment, standing) -> {
                            if (standing instanceof InFlight flying
                                    && flying.delivery().equals(delivery.id())) {
                                ours.put(segment, flying);
                            }
                        });
                        if (!ours.isEmpty()) {
                            flights.put(identifiers.get(i), ours);
                        }
                    }
                    return new Flights(delivery, flights, Map.of());
                });
    }

    /** Writes down what is about to be sent: before it is, so that a crash between leaves a trace. */
    Uni<Void> begin(Target target, Flights flights, boolean keepContent) {
        List<Request> commands = new ArrayList<>();
        if (keepContent) {
            commands.add(Pipeline.command(
                    Command.SET,
                    Keys.delivery(
                            target.tenant(),
                            target.destination(),
                            flights.delivery().id()),
                    write(flights.delivery()),
                    "PX",
                    deliveryKept.toMillis()));
        }
        flights.identifierToFlights().forEach((identifier, segmentToFlight) -> {
            List<Object> arguments = new ArrayList<>();
            arguments.add(Keys.standings(target.tenant(), target.destination(), identifier));
            segmentToFlight.forEach((segment, flight) -> {
                arguments.add(segment);
                arguments.add(flight.text());
                if (flight.operation() == Operation.ADD) {
                    commands.add(told(Command.SADD, target, segment, identifier));
                }
            });
            commands.add(Pipeline.command(Command.HSET, arguments.toArray()));
        });
        return pipeline.send(commands).replaceWithVoid();
    }

    /** Writes what became of a delivery, and answers with what of it was still under way and is written now. */
    Uni<Map<String, Set<String>>> settle(
            Target target, String delivery, Map<String, Map<String, Optional<Standing>>> outcome) {
        List<String> identifiers = List.copyOf(outcome.keySet());
        List<Request> commands = identifiers.stream()
                .map(identifier -> {
                    List<Object> arguments = new ArrayList<>();
                    arguments.add(delivery);
                    outcome.get(identifier).forEach((segment, standing) -> {
                        arguments.add(segment);
                        arguments.add(standing.map(Standing::text).orElse(""));
                    });
                    return SETTLE.on(Keys.standings(target.tenant(), target.destination(), identifier), arguments);
                })
                .toList();
        return pipeline.send(commands).chain(answers -> {
            Map<String, Set<String>> settled = new HashMap<>();
            List<Request> untold = new ArrayList<>();
            for (int i = 0; i < identifiers.size(); i++) {
                String identifier = identifiers.get(i);
                Set<String> segments = new TreeSet<>();
                answers.get(i).forEach(segment -> segments.add(segment.toString()));
                settled.put(identifier, segments);
                for (String segment : segments) {
                    if (outcome.get(identifier).get(segment).isEmpty()) {
                        untold.add(told(Command.SREM, target, segment, identifier));
                    }
                }
            }
            return pipeline.send(untold).replaceWith(settled);
        });
    }

    /** Drops standings that mean nothing any more. */
    Uni<Void> forget(Target target, Map<String, List<String>> identifierToSegments) {
        List<Request> commands = new ArrayList<>();
        identifierToSegments.forEach((identifier, segments) -> {
            for (String segment : segments) {
                commands.add(Pipeline.command(
                        Command.HDEL, Keys.standings(target.tenant(), target.destination(), identifier), segment));
                commands.add(told(Command.SREM, target, segment, identifier));
            }
        });
        return pipeline.send(commands).replaceWithVoid();
    }

    /** What deliveries said; those not kept any more are left out. */
    Uni<Map<String, Delivery>> deliveries(String tenant, String destination, List<String> ids) {
        return pipeline.send(ids.stream()
                        .map(id -> Pipeline.command(Command.GET, Keys.delivery(tenant, destination, id)))
                        .toList())
                .map(answers -> {
                    Map<String, Delivery> idToDelivery = new HashMap<>();
                    for (Response answer : answers) {
                        if (answer != null) {
                            Delivery delivery = readDelivery(answer.toString());
                            idToDelivery.put(delivery.id(), delivery);
                        }
                    }
                    return idToDelivery;
                });
    }

    private static Request standingsOf(Target target, String identifier) {
        return Pipeline.command(Command.HGETALL, Keys.standings(target.tenant(), target.destination(), identifier));
    }

    private static Map<String, Standing> standings(Response hash) {
        Map<String, Standing> standings = new HashMap<>();
        for (String segment : hash.getKeys()) {
            standings.put(segment, Standing.of(hash.get(segment).toString()));
        }
        return standings;
    }

    private static Request told(Command command, Target target, String segment, String identifier) {
        return Pipeline.command(
                command, Keys.told(target.tenant(), target.destination(), segment, identifier), identifier);
    }

    private Delivery readDelivery(String text) {
        try {
            return json.readValue(text, Delivery.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String write(Delivery delivery) {
        try {
            return json.writeValueAsString(delivery);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
