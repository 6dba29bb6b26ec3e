package dmp.profile.view;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.smallrye.mutiny.Uni;

import dmp.profile.identity.Announcement;
import dmp.profile.identity.Components;
import dmp.profile.identity.Links;
import dmp.profile.store.StateStore;
import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher;
import dmp.profile.trait.TraitsInForce;

/** Opens the view step to the simulation of the whole road. */
public final class ViewStepForTests {

    private final ViewStep step;

    public ViewStepForTests(StateStore store, Publisher publisher, TraitsInForce traits, Clock clock) {
        step = new ViewStep(
                store,
                publisher,
                new Components(store, new Links.Bounds(100, 6)),
                new Views(store, traits, 50),
                Duration.ofDays(30),
                clock);
    }

    /** The batch's messages are announcements. */
    public Uni<Void> handle(List<Incoming<Object>> batch) {
        return step.handle(batch.stream()
                .map(incoming -> new Incoming<>((Announcement) incoming.message(), incoming.position()))
                .toList());
    }
}
