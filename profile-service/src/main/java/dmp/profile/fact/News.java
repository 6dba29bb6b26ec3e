package dmp.profile.fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;
import dmp.profile.identity.Announcement;
import dmp.profile.store.IdentifierKey;
import dmp.profile.stream.Publisher;

/** Gathers what a batch has to announce: one announcement for each identifier, whatever happened to it, or a few when it was
 * seen together with very many. For one thread. */
final class News {

    /** Keeps an announcement far below the size of message that Kafka refuses, 1 MB. */
    private static final int SEEN_AT_ONCE = 1_000;

    private final Map<IdentifierKey, Draft> keyToDraft = new LinkedHashMap<>();

    private static final class Draft {
        private boolean factsChanged;
        private final List<Announcement.Seen> seen = new ArrayList<>();
        private Instant linksVoidBefore;
        private Instant receivedAt;
    }

    void factsChanged(IdentifierKey key, Instant receivedAt) {
        Draft draft = draft(key);
        draft.factsChanged = true;
        draft.receivedAt = later(draft.receivedAt, receivedAt);
    }

    /** Both ends of each link are told. */
    void seenTogether(IdentifierKey key, EventCollected event) {
        for (ObservedLink link : event.links()) {
            if (!link.identifier().equals(key.identifier())) {
                told(key, link.identifier(), link.matchMethod(), event);
                told(key.sibling(link.identifier()), key.identifier(), link.matchMethod(), event);
            }
        }
    }

    void linksVoidBefore(IdentifierKey key, long moment) {
        Draft draft = draft(key);
        draft.linksVoidBefore = later(draft.linksVoidBefore, Instant.ofEpochMilli(moment));
    }

    List<Publisher.Outgoing> announcements() {
        List<Publisher.Outgoing> announcements = new ArrayList<>();
        keyToDraft.forEach((key, draft) -> {
            int told = 0;
            do {
                int next = Math.min(draft.seen.size(), told + SEEN_AT_ONCE);
                announcements.add(announcement(key, draft, draft.seen.subList(told, next)));
                told = next;
            } while (told < draft.seen.size());
        });
        return announcements;
    }

    private void told(IdentifierKey key, String other, int matchMethod, EventCollected event) {
        Draft draft = draft(key);
        draft.seen.add(new Announcement.Seen(other, event.source(), matchMethod, event.occurredAt()));
        draft.receivedAt = later(draft.receivedAt, event.receivedAt());
    }

    private Draft draft(IdentifierKey key) {
        return keyToDraft.computeIfAbsent(key, absent -> new Draft());
    }

    private static Publisher.Outgoing announcement(IdentifierKey key, Draft draft, List<Announcement.Seen> seen) {
        Announcement.Cause cause = draft.factsChanged ? Announcement.Cause.FACTS : Announcement.Cause.LINKS;
        return new Announcement(
                        key.tenant(),
                        key.identifier(),
                        cause,
                        seen,
                        List.of(),
                        null,
                        draft.linksVoidBefore,
                        draft.receivedAt)
                .outgoing();
    }

    private static Instant later(Instant one, Instant other) {
        return one == null || (other != null && other.isAfter(one)) ? other : one;
    }
}
