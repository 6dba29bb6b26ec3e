package dmp.profile.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dmp.profile.identity.Announcement;
import dmp.profile.identity.HubRuling;
import dmp.profile.identity.Link;
import dmp.profile.identity.Links;
import dmp.profile.identity.LinksState;
import dmp.profile.store.IdentifierKey;
import dmp.profile.stream.Incoming;

/**
 * An identifier that a batch announces, once or more often, and what that makes of its links. For one thread.
 *
 * <p>What is to be told of links to the other end goes out before the links are written: it says all it must by itself, and
 * after a crash in between the same is found and told again. What follows from changed links goes out after, see {@link #isToSpread}.
 */
final class Subject {

    private final IdentifierKey key;
    private final List<Incoming<Announcement>> announcements = new ArrayList<>();
    private int revision;
    private LinksState before;
    private Links after;
    private Instant receivedAt;

    Subject(IdentifierKey key) {
        this.key = key;
    }

    void add(Incoming<Announcement> announcement) {
        announcements.add(announcement);
        Instant at = announcement.message().receivedAt();
        if (at != null && (receivedAt == null || at.isAfter(receivedAt))) {
            receivedAt = at;
        }
    }

    /** Applies what was announced to the links as they were read. */
    void applyTo(int linksRevision, LinksState links, long forgetUnlinksUntil) {
        revision = linksRevision;
        before = links;
        after = links.links();
        for (Incoming<Announcement> announcement : announcements) {
            after = applied(announcement.message(), after);
        }
        after = after.withoutUnlinksUntil(forgetUnlinksUntil);
    }

    private static Links applied(Announcement announcement, Links links) {
        Links result = links;
        if (announcement.linksVoidBefore() != null) {
            result = result.voidedBefore(announcement.linksVoidBefore().toEpochMilli());
        }
        for (Announcement.Seen seen : announcement.seen()) {
            result = result.seen(
                    seen.identifier(), new Link.Evidence(seen.at().toEpochMilli(), seen.source(), seen.matchMethod()));
        }
        for (Announcement.Unlinked unlinked : announcement.unlinked()) {
            result = result.unlinked(unlinked.identifier(), unlinked.at().toEpochMilli());
        }
        if (announcement.ruled() != null) {
            result = result.ruled(new HubRuling(
                    announcement.ruled().at().toEpochMilli(),
                    announcement.ruled().released()));
        }
        return result;
    }

    /** What other ends must know so that both agree. */
    Set<Announcement> toldToOtherEnds() {
        Set<Announcement> told = new LinkedHashSet<>();
        long voidBefore = after.voidBefore();
        before.links().otherToLink().forEach((other, link) -> {
            if (link.hasEvidenceUntil(voidBefore)) {
                told.add(unlink(other, voidBefore));
            }
        });
        for (Incoming<Announcement> announcement : announcements) {
            for (Announcement.Seen seen : announcement.message().seen()) {
                if (seen.at().toEpochMilli() <= voidBefore) {
                    told.add(unlink(seen.identifier(), voidBefore));
                }
            }
            for (Announcement.Unlinked unlinked : announcement.message().unlinked()) {
                if (unlinked.tellOther()) {
                    told.add(unlink(unlinked.identifier(), unlinked.at().toEpochMilli()));
                }
            }
        }
        return told;
    }

    private Announcement unlink(String other, long at) {
        return Announcement.ofUnlink(key.sibling(other), key.identifier(), Instant.ofEpochMilli(at), false);
    }

    /** The view may have changed, or may not have been published when it had. */
    boolean isToPublish() {
        return isToSpread() || hasCause(Announcement.Cause.COMPONENT);
    }

    /** Everybody in the component must hear of it, or may not have heard. */
    boolean isToSpread() {
        return hasCause(Announcement.Cause.FACTS) || isComponentChanged();
    }

    /** Who belongs together, or by what, has changed, or had changed when a batch was given up after its links were written. */
    boolean isComponentChanged() {
        return (after != before.links() && !before.links().bonds().equals(after.bonds()))
                || announcements.stream()
                        .anyMatch(announcement ->
                                announcement.message().tellsOfLinks() && announcement.position() <= before.position());
    }

    /** It has too many links, or had until now. */
    boolean isOrWasCrowded() {
        return after.isCrowded() || before.links().isCrowded();
    }

    boolean areLinksChanged() {
        return !after.equals(before.links());
    }

    private boolean hasCause(Announcement.Cause cause) {
        return announcements.stream()
                .anyMatch(announcement -> announcement.message().cause() == cause);
    }

    IdentifierKey key() {
        return key;
    }

    int revision() {
        return revision;
    }

    /** The links after the batch, with the position of its last announcement. */
    LinksState state() {
        return new LinksState(version(), after);
    }

    Links links() {
        return after;
    }

    /** The position of the last announcement; grows with every view of the identifier. */
    long version() {
        return announcements.stream().mapToLong(Incoming::position).max().orElseThrow();
    }

    Instant receivedAt() {
        return receivedAt;
    }
}
