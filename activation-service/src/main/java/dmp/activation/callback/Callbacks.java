package dmp.activation.callback;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dmp.activation.audience.OptOuts;
import dmp.activation.background.Loops;
import dmp.activation.callback.Receipts.Received;
import dmp.activation.delivery.Acknowledgements;

/** Applies callbacks: written down first, then applied, then marked as applied; so each is applied, and again is harmless. */
@ApplicationScoped
class Callbacks {

    private static final Duration LOOK_FOR_UNAPPLIED = Duration.ofSeconds(5);

    private final Receipts receipts;
    private final Acknowledgements acknowledgements;
    private final OptOuts optOuts;
    private final ObjectMapper json;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final CallbackConfig config;

    Callbacks(
            Receipts receipts,
            Acknowledgements acknowledgements,
            OptOuts optOuts,
            ObjectMapper json,
            MeterRegistry meters,
            InstantSource clock,
            CallbackConfig config) {
        this.receipts = receipts;
        this.acknowledgements = acknowledgements;
        this.optOuts = optOuts;
        this.json = json;
        this.meters = meters;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes StartupEvent event, Loops loops) {
        loops.repeat("callbacks", LOOK_FOR_UNAPPLIED, this::applyWhatIsLeft);
    }

    /** Answers whether it was new. */
    Uni<Boolean> take(String tenant, String destination, JsonNode body) {
        String id = Callback.text(body, "id");
        String type = Callback.text(body, "type");
        Callback callback = Callback.of(type, body);
        String campaign = callback instanceof Callback.Observation seen ? seen.campaign() : null;
        meters.counter("dmp_activation_callbacks", "type", type).increment();
        return receipts.write(new Received(tenant, destination, id, type, clock.instant(), body.toString()), campaign)
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom().item(false)
                        : apply(left.get()).replaceWith(true));
    }

    private Uni<Void> applyWhatIsLeft() {
        return receipts.unapplied(config.retryAfter()).chain(left -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Received received : left) {
                done = done.chain(() -> apply(received));
            }
            return done;
        });
    }

    private Uni<Void> apply(Received received) {
        Uni<Void> effect =
                switch (Callback.of(received.type(), read(received.body()))) {
                    case Callback.Acknowledgement told ->
                        acknowledgements.apply(
                                received.tenant(), received.destination(), told.deliveryId(), told.failed());
                    case Callback.Match match -> receipts.matched(received, match);
                    case Callback.OptOut told ->
                        optOuts.add(
                                received.tenant(), told.identifier(), received.destination(), received.receivedAt());
                    case Callback.Observation seen -> Uni.createFrom().voidItem();
                };
        return effect.chain(() -> receipts.applied(received));
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
