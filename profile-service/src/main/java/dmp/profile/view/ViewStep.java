package dmp.profile.view;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dmp.profile.contract.ProfileTopics;
import dmp.profile.identity.Announcement;
import dmp.profile.identity.Component;
import dmp.profile.identity.Components;
import dmp.profile.identity.Links;
import dmp.profile.identity.LinksState;
import dmp.profile.store.HubRegister;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.store.StateStore.Stored;
import dmp.profile.store.StateStore.Write;
import dmp.profile.stream.Incoming;
import dmp.profile.stream.Publisher;
import dmp.profile.stream.Publisher.Outgoing;

/**
 * Makes views from a batch of announcements: tells the other ends of links, writes links, walks, collects facts, publishes.
 * Costs a round trip for each of these and each level walked, however large the batch. When it fails, in whatever place, the
 * whole batch may be given to it again, and so it may after a crash.
 */
final class ViewStep {

    /** Facts held at once while views are made, at a few hundred bytes each (a few thousand for the busiest). */
    private static final int FACTS_AT_ONCE = 2_000;

    private final StateStore store;
    private final Publisher publisher;
    private final Components components;
    private final Views views;
    private final HubRegister register;
    private final Consumer<Component> made;
    private final Duration tombstoneRetention;
    private final Clock clock;

    /** @param made hears of what each view unites */
    ViewStep(
            StateStore store,
            HubRegister register,
            Publisher publisher,
            Components components,
            Views views,
            Consumer<Component> made,
            Duration tombstoneRetention,
            Clock clock) {
        this.store = store;
        this.register = register;
        this.made = made;
        this.publisher = publisher;
        this.components = components;
        this.views = views;
        this.tombstoneRetention = tombstoneRetention;
        this.clock = clock;
    }

    Uni<Void> handle(List<Incoming<Announcement>> batch) {
        Map<IdentifierKey, Subject> keyToSubject = new LinkedHashMap<>();
        batch.forEach(announcement -> keyToSubject
                .computeIfAbsent(announcement.message().key(), Subject::new)
                .add(announcement));
        Collection<Subject> subjects = keyToSubject.values();
        return applyToLinks(subjects)
                .chain(() -> publisher.publish(toldToOtherEnds(subjects)))
                // Before the links, since afterwards a repetition would no longer see that one ceased to be a hub.
                .chain(() -> register.note(crowded(subjects)))
                .chain(() -> store.write(changedLinks(subjects)))
                .chain(() -> publishViews(keyToSubject));
    }

    private Uni<Void> applyToLinks(Collection<Subject> subjects) {
        long forgetUnlinksUntil = clock.instant().minus(tombstoneRetention).toEpochMilli();
        return store.read(subjects.stream()
                        .map(subject -> subject.key().linksKey())
                        .toList())
                .invoke(stored -> {
                    int next = 0;
                    for (Subject subject : subjects) {
                        Stored links = stored.get(next++);
                        subject.applyTo(links.revision(), LinksState.of(links), forgetUnlinksUntil);
                    }
                })
                .replaceWithVoid();
    }

    private static List<Outgoing> toldToOtherEnds(Collection<Subject> subjects) {
        return subjects.stream()
                .flatMap(subject -> subject.toldToOtherEnds().stream())
                .map(Announcement::outgoing)
                .toList();
    }

    private static Map<IdentifierKey, Boolean> crowded(Collection<Subject> subjects) {
        return subjects.stream()
                .filter(Subject::isOrWasCrowded)
                .collect(Collectors.toMap(
                        Subject::key, subject -> subject.links().isCrowded()));
    }

    private List<Write> changedLinks(Collection<Subject> subjects) {
        return subjects.stream()
                .filter(Subject::areLinksChanged)
                .map(subject -> new Write(
                        subject.key().linksKey(),
                        subject.revision(),
                        subject.state().encoded(),
                        subject.links().isTombstone() ? tombstoneRetention : null))
                .toList();
    }

    private Uni<Void> publishViews(Map<IdentifierKey, Subject> keyToSubject) {
        List<Subject> published =
                keyToSubject.values().stream().filter(Subject::isToPublish).toList();
        // A hub's own view ends at the hub, but when it becomes one all those around it must hear of it.
        List<Subject> hubs = published.stream()
                .filter(subject ->
                        subject.isComponentChanged() && subject.links().isHub())
                .toList();
        Map<IdentifierKey, Links> keyToLinks = new HashMap<>();
        keyToSubject.forEach((key, subject) -> keyToLinks.put(key, subject.links()));
        List<Components.Start> starts = Stream.concat(
                        published.stream().map(subject -> new Components.Start(subject.key(), subject.links())),
                        hubs.stream()
                                .map(subject -> new Components.Start(
                                        subject.key(),
                                        subject.links(),
                                        subject.links().live())))
                .toList();
        return components.of(starts, keyToLinks).chain(found -> {
            List<Outgoing> spread = spread(published, hubs, found);
            return publishInParts(published, found.subList(0, published.size())).chain(() -> publisher.publish(spread));
        });
    }

    /**
     * Announcements to all whose views have changed too. Also to those whose views are made in this batch anyway: the same
     * version may have been published before with older contents, by a process that died.
     */
    private static List<Outgoing> spread(List<Subject> published, List<Subject> hubs, List<Component> found) {
        Map<IdentifierKey, Instant> memberToReceivedAt = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            Subject origin = i < published.size() ? published.get(i) : hubs.get(i - published.size());
            if (origin.isToSpread()) {
                for (String identifier : found.get(i).others()) {
                    IdentifierKey member = origin.key().sibling(identifier);
                    memberToReceivedAt.put(member, later(memberToReceivedAt.get(member), origin.receivedAt()));
                }
            }
        }
        List<Outgoing> announcements = new ArrayList<>();
        memberToReceivedAt.forEach((member, receivedAt) ->
                announcements.add(Announcement.ofComponent(member, receivedAt).outgoing()));
        return announcements;
    }

    private static Instant later(Instant one, Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }

    private Uni<Void> publishInParts(List<Subject> published, List<Component> found) {
        List<List<View>> parts = new ArrayList<>();
        int facts = FACTS_AT_ONCE;
        for (int i = 0; i < published.size(); i++) {
            View view = new View(published.get(i), views.seenThrough(found.get(i)));
            facts += view.component().identifiers().size();
            if (facts > FACTS_AT_ONCE) {
                parts.add(new ArrayList<>());
                facts = view.component().identifiers().size();
            }
            parts.getLast().add(view);
        }
        return Multi.createFrom()
                .iterable(parts)
                .onItem()
                .transformToUniAndConcatenate(this::publish)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private record View(Subject subject, Component component) {}

    private Uni<Void> publish(List<View> part) {
        Set<IdentifierKey> members = new LinkedHashSet<>();
        part.forEach(view -> view.component()
                .identifiers()
                .forEach(identifier -> members.add(view.subject().key().sibling(identifier))));
        Instant now = clock.instant();
        part.forEach(view -> made.accept(view.component()));
        return views.facts(members)
                .chain(keyToFacts -> publisher.publish(part.stream()
                        .map(view -> new Outgoing(
                                ProfileTopics.PROFILES,
                                view.subject().key().recordKey(),
                                views.profile(
                                        view.subject().key(),
                                        view.component(),
                                        keyToFacts,
                                        view.subject().version(),
                                        now,
                                        view.subject().receivedAt())))
                        .toList()));
    }
}
