package dmp.profile.view;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

import dmp.profile.dictionary.Dictionaries;
import dmp.profile.fact.FactsStore;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Components;
import dmp.profile.identity.Links;
import dmp.profile.store.HubRegister;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher;
import dmp.profile.trait.TraitsInForce;

/** Opens the view step to the simulation of the whole road. */
public final class ViewStepForTests {

    /** How many identifiers a view unites. */
    public static final int SIZE = 50;

    private final ViewStep step;

    public ViewStepForTests(
            StateStore store, Dictionaries dictionaries, Publisher publisher, TraitsInForce traits, Clock clock) {
        step = new ViewStep(
                store,
                new NobodyLooks(),
                publisher,
                new Components(store, new Links.Bounds(100, 6)),
                new Views(new FactsStore(store, dictionaries), traits, SIZE),
                _ -> {},
                Duration.ofDays(30),
                clock);
    }

    private static final class NobodyLooks implements HubRegister {
        @Override
        public Uni<Void> note(Map<IdentifierKey, Boolean> keyToCrowded) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<List<String>> list(String tenant, String after, int limit) {
            return Uni.createFrom().item(List.of());
        }
    }

    /** The batch's messages are announcements. */
    public Uni<Void> handle(List<Incoming<Object>> batch) {
        return step.handle(batch.stream()
                .map(incoming -> new Incoming<>((Announcement) incoming.message(), incoming.position()))
                .toList());
    }
}
