package dmp.activation.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dmp.activation.campaign.Target;
import dmp.activation.state.Keys;
import dmp.activation.state.Pipeline;
import dmp.activation.state.Script;

/**
 * Which instance serves which destination. A lease keeps two instances from sending to one destination at once, for the sake
 * of the network's limits; that nothing goes wrong when they do for a moment is for claims to ensure.
 */
@ApplicationScoped
class Leases {

    enum Lease {
        OF_ANOTHER,
        KEPT,
        TAKEN
    }

    private static final Script TAKE = Script.beside(Leases.class, "lease.lua");
    private static final Script LEAVE = Script.beside(Leases.class, "leave.lua");

    private final String self = UUID.randomUUID().toString();
    private final Pipeline pipeline;
    private final Duration duration;

    Leases(Pipeline pipeline, DeliveryConfig config) {
        this.pipeline = pipeline;
        this.duration = config.lease();
    }

    /** In the order of the targets. */
    Uni<List<Lease>> takeOrKeep(List<Target> targets) {
        return pipeline.send(targets.stream()
                        .map(target -> TAKE.on(
                                Keys.lease(target.tenant(), target.destination()), List.of(self, duration.toMillis())))
                        .toList())
                .map(answers -> {
                    List<Lease> leases = new ArrayList<>();
                    answers.forEach(answer -> leases.add(Lease.values()[answer.toInteger()]));
                    return leases;
                });
    }

    Uni<Void> leave(List<Target> targets) {
        return pipeline.send(targets.stream()
                        .map(target -> LEAVE.on(Keys.lease(target.tenant(), target.destination()), List.of(self)))
                        .toList())
                .replaceWithVoid();
    }
}
