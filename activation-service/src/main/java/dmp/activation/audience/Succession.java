package dmp.activation.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.segment.contract.MembershipChanged;

/**
 * What follows when one membership record of an identifier succeeds another.
 *
 * @param identifier whose records
 * @param before the record handled last
 * @param after the record that takes its place
 * @param receivedAt when the event that led to the new record was received; null when none did
 */
record Succession(String identifier, Memberships before, Memberships after, Instant receivedAt) {

    /** An older record says nothing; an equal one is a redelivery. */
    static boolean counts(Memberships before, MembershipChanged message) {
        return message.version() >= before.version();
    }

    /**
     * Of several records of one identifier the newest, as if it had come alone; but received when the earliest of those that
     * it outruns was, so that latency is not told better than it is.
     */
    static MembershipChanged newest(MembershipChanged one, MembershipChanged other) {
        MembershipChanged newer = other.version() >= one.version() ? other : one;
        Instant earliest = one.receivedAt() == null
                ? other.receivedAt()
                : other.receivedAt() == null || one.receivedAt().isBefore(other.receivedAt())
                        ? one.receivedAt()
                        : other.receivedAt();
        return new MembershipChanged(
                newer.tenant(),
                newer.identifier(),
                newer.version(),
                newer.changedAt(),
                earliest,
                newer.memberships(),
                newer.activationAllowed(),
                newer.linkedIdentifiers(),
                newer.entered(),
                newer.left(),
                newer.forgotten());
    }

    static Succession of(Memberships before, MembershipChanged message) {
        boolean allowed = message.activationAllowed() && !message.forgotten();
        long received = message.receivedAt() == null ? 0 : message.receivedAt().toEpochMilli();
        Map<String, Long> segmentToCause = new HashMap<>();
        if (!message.forgotten()) {
            for (MembershipChanged.Membership membership : message.memberships()) {
                Long known = before.allowed() ? before.segmentToCause().get(membership.segment()) : null;
                segmentToCause.put(membership.segment(), known == null ? received : known);
            }
        }
        List<String> linked = message.forgotten()
                ? List.of()
                : message.linkedIdentifiers().stream()
                        .filter(other -> !other.equals(message.identifier()))
                        .distinct()
                        .toList();
        return new Succession(
                message.identifier(),
                before,
                new Memberships(message.version(), allowed, segmentToCause, linked),
                message.receivedAt());
    }

    boolean changesNothing() {
        return after.saysTheSameAs(before);
    }

    /** The identifiers of which something else is said now, itself first. */
    Set<String> concerned() {
        Set<String> concerned = new LinkedHashSet<>();
        concerned.add(identifier);
        concerned.addAll(after.linked());
        concerned.addAll(before.linked());
        return concerned;
    }

    /** What is now said of whom; null for nothing any more. */
    Map<String, Contribution> contributions() {
        Map<String, Contribution> contributions = new LinkedHashMap<>();
        for (String other : concerned()) {
            if (other.equals(identifier)) {
                contributions.put(other, new Contribution(after.version(), after.allowed(), after.segmentToCause()));
            } else if (!after.linked().contains(other)) {
                contributions.put(other, null);
            } else if (!after.allowed()) {
                contributions.put(other, new Contribution(after.version(), false, Map.of()));
            } else {
                boolean newlyLinked = !before.linked().contains(other);
                contributions.put(
                        other,
                        new Contribution(after.version(), true, newlyLinked ? causedNow() : after.segmentToCause()));
            }
        }
        return contributions;
    }

    Collection<String> entered() {
        return without(after, before);
    }

    Collection<String> left() {
        return without(before, after);
    }

    /** To someone linked just now, all of it is news that this record brings. */
    private Map<String, Long> causedNow() {
        Map<String, Long> segmentToCause = new HashMap<>(after.segmentToCause());
        segmentToCause.replaceAll((segment, cause) -> receivedAt == null ? 0L : receivedAt.toEpochMilli());
        return segmentToCause;
    }

    private static Collection<String> without(Memberships one, Memberships other) {
        Set<String> segments = new LinkedHashSet<>(one.segmentToCause().keySet());
        segments.removeAll(other.segmentToCause().keySet());
        return segments;
    }
}
