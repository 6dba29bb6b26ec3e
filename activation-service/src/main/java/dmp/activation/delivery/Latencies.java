package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Command;
import io.vertx.mutiny.redis.client.Request;

import dmp.activation.campaign.Target;
import dmp.activation.delivery.Standing.InFlight;
import dmp.activation.delivery.Standing.Operation;
import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;

/**
 * How long it took from the receipt of an event to the acknowledgement by a network, counted in buckets in Redis: one hash a
 * campaign, a field for each destination, segment and bucket. Counted are members that an event brought in while the flight
 * was running; what a flight's start, a backfill or a refresh led to is not.
 */
@ApplicationScoped
public class Latencies {

    private final Pipeline pipeline;

    Latencies(Pipeline pipeline) {
        this.pipeline = pipeline;
    }

    Uni<Void> count(Target target, Flights flights, Map<String, Set<String>> acknowledged, Instant now) {
        List<Request> commands = new ArrayList<>();
        acknowledged.forEach((identifier, segments) -> {
            for (String segment : segments) {
                InFlight flight = flights.identifierToFlights().get(identifier).get(segment);
                if (flight.operation() != Operation.ADD || flight.heldBefore() || flight.cause() == null) {
                    continue;
                }
                int bucket =
                        Histogram.bucket(Duration.between(flight.cause(), now).toMillis());
                for (String campaign : target.campaignsRunning(segment, flight.cause())) {
                    commands.add(Pipeline.command(
                            Command.HINCRBY,
                            Keys.latency(target.tenant(), campaign),
                            target.destination() + '|' + segment + '|' + bucket,
                            1));
                }
            }
        });
        return pipeline.send(commands).replaceWithVoid();
    }

    /** Of one campaign, by {@code destination|segment}. */
    public Uni<Map<String, Histogram>> ofCampaign(String tenant, String campaign) {
        return pipeline.send(Pipeline.command(Command.HGETALL, Keys.latency(tenant, campaign)))
                .map(hash -> {
                    Map<String, Histogram> histograms = new HashMap<>();
                    for (String field : hash.getKeys()) {
                        int bar = field.lastIndexOf('|');
                        histograms
                                .computeIfAbsent(field.substring(0, bar), key -> new Histogram())
                                .add(
                                        Integer.parseInt(field.substring(bar + 1)),
                                        hash.get(field).toLong());
                    }
                    return histograms;
                });
    }
}
