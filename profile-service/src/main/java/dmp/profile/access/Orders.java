package dmp.profile.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import io.smallrye.mutiny.Uni;

import dmp.profile.store.IdentifierKey;
import dmp.profile.stream.Publisher;

/** What people order of the owners of facts and links. Accepted when Kafka has it; from then on it cannot be lost. */
@ApplicationScoped
public class Orders {

    /** The caller hears that it did not work, rather than wait for Kafka without end. What was ordered may be ordered again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Publisher publisher;
    private final Clock clock = Clock.systemUTC();

    Orders(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * @param receipt names the order
     * @param identifier whom it concerns
     * @param requestedAt what was known until then is concerned
     */
    public record Receipt(String receipt, String identifier, Instant requestedAt) {}

    /** 202 with the receipt, or 503. */
    public Uni<Response> place(IdentifierKey key, Function<Receipt, Publisher.Outgoing> order) {
        Receipt receipt = new Receipt(UUID.randomUUID().toString(), key.identifier(), clock.instant());
        return publisher
                .publish(List.of(order.apply(receipt)))
                .ifNoItem()
                .after(PATIENCE)
                .fail()
                .onFailure()
                .transform(failure -> Problem.unavailable("The order could not be stored. Try again."))
                .replaceWith(() -> Response.accepted(receipt).build());
    }
}
