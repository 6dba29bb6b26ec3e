package dmp.profile.identity;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

import dmp.profile.store.IdentifierKey;
import dmp.profile.stream.Publisher;

/**
 * Tells the owner of an identifier that its view may have changed, and what its end of a link must know. Published on
 * {@link #TOPIC}, keyed by the announced identifier. All it says may be said again, late or out of order.
 *
 * @param tenant the customer
 * @param identifier whose view may have changed
 * @param cause why, and so who else must hear of it
 * @param seen other identifiers it was seen together with
 * @param unlinked other identifiers it no longer belongs together with
 * @param ruled what somebody says of it as a hub; null when nobody says anything
 * @param linksVoidBefore none of its links that were seen at or before this moment count; null when nothing is voided
 * @param receivedAt when the platform received the event that led to this; null when none did
 */
public record Announcement(
        String tenant,
        String identifier,
        Cause cause,
        List<Seen> seen,
        List<Unlinked> unlinked,
        Ruled ruled,
        Instant linksVoidBefore,
        Instant receivedAt) {

    /** As many partitions as one likes, but never changed while it holds records: offsets become versions of views. */
    public static final String TOPIC = "dmp.profile.announcements.v1";

    public Announcement {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(identifier, "identifier");
        Objects.requireNonNull(cause, "cause");
        seen = seen == null ? List.of() : List.copyOf(seen);
        unlinked = unlinked == null ? List.of() : List.copyOf(unlinked);
    }

    public enum Cause {
        /** Its own facts have changed: its view and those of all who are linked to it are to be made anew. */
        FACTS,
        /** Only its links may have changed: views are to be made anew if that changes who belongs together. */
        LINKS,
        /** Facts or links of somebody in its component have changed: its own view is to be made anew. */
        COMPONENT
    }

    /**
     * @param identifier the other one
     * @param source who saw the two together
     * @param matchMethod how they were matched, as OpenRTB 2.6 {@code eid.mm}
     * @param at when they were seen together
     */
    public record Seen(String identifier, String source, int matchMethod, Instant at) {}

    /**
     * @param identifier the other one
     * @param at what was seen until then is undone
     * @param tellOther the other end does not know yet, and is to be told by this one
     */
    public record Unlinked(String identifier, Instant at, boolean tellOther) {}

    /**
     * @param at when it was said
     * @param released its links are to be followed, however many they are
     */
    public record Ruled(Instant at, boolean released) {}

    /** Somebody in its component has changed. */
    public static Announcement ofComponent(IdentifierKey member, Instant receivedAt) {
        return new Announcement(
                member.tenant(), member.identifier(), Cause.COMPONENT, null, null, null, null, receivedAt);
    }

    /** It no longer belongs together with the other. */
    public static Announcement ofUnlink(IdentifierKey announced, String other, Instant at, boolean tellOther) {
        return new Announcement(
                announced.tenant(),
                announced.identifier(),
                Cause.LINKS,
                null,
                List.of(new Unlinked(other, at, tellOther)),
                null,
                null,
                null);
    }

    /** Its links are to be followed from now on, however many they are, or are no longer. */
    public static Announcement ofRuling(IdentifierKey announced, Instant at, boolean released) {
        return new Announcement(
                announced.tenant(),
                announced.identifier(),
                Cause.LINKS,
                null,
                null,
                new Ruled(at, released),
                null,
                null);
    }

    /** As it is sent to the owner of the identifier. */
    public Publisher.Outgoing outgoing() {
        return new Publisher.Outgoing(TOPIC, key().recordKey(), this);
    }

    public IdentifierKey key() {
        return new IdentifierKey(tenant, identifier);
    }

    /** True when it says something of links, so that links may have changed because of it. */
    public boolean tellsOfLinks() {
        return !seen.isEmpty() || !unlinked.isEmpty() || ruled != null || linksVoidBefore != null;
    }
}
