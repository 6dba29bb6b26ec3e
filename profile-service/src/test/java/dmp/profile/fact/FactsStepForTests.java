package dmp.profile.fact;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.contract.EventCollected;
import dmp.profile.dictionary.Dictionaries;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher;
import dmp.profile.trait.TraitsInForce;

/** Opens the facts step to the simulation of the whole road. */
public final class FactsStepForTests {

    private final FactsStep step;

    public FactsStepForTests(
            StateStore store, Dictionaries dictionaries, Publisher publisher, TraitsInForce traits, Clock clock) {
        step = new FactsStep(new FactsStore(store, dictionaries), publisher, traits, Duration.ofDays(30), clock);
    }

    /** The batch's messages are events, events replayed and erasures. */
    public Uni<Void> handle(List<Incoming<Object>> batch) {
        return step.handle(batch.stream()
                .map(incoming -> new Incoming<>(input(incoming.message()), incoming.position()))
                .toList());
    }

    private static FactsInput input(Object message) {
        return switch (message) {
            case EventCollected event -> new FactsInput.Observed(event);
            case ReplayEvent command -> new FactsInput.Replayed(command);
            default -> new FactsInput.Erased((EraseIdentifier) message);
        };
    }
}
