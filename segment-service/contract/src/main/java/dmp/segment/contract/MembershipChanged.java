package dmp.segment.contract;

import java.time.Instant;
import java.util.List;

/**
 * Which segments an identifier is in: the whole set, never a delta. Published whenever the set, the consent or the linked
 * identifiers have changed.
 *
 * @param tenant the customer
 * @param identifier who is a member, {@code namespace:value}
 * @param version grows with every record of this identifier; an older version than one already seen is to be ignored
 * @param changedAt when the memberships were decided
 * @param receivedAt when the platform received the event that led to this record; null when time or a changed rule did
 * @param memberships the segments it is in now
 * @param activationAllowed the identifier's own consent allows that networks are told
 * @param linkedIdentifiers other identifiers of the same profile under {@code linked-devices}, the closest first, so
 *     that a network which does not know {@code identifier} may know one of them
 * @param entered segments newly in since the version before; information only
 * @param left segments no longer in since the version before; information only
 * @param forgotten the identifier was erased: every reader forgets it, and has networks forget it
 */
public record MembershipChanged(
        String tenant,
        String identifier,
        long version,
        Instant changedAt,
        Instant receivedAt,
        List<Membership> memberships,
        boolean activationAllowed,
        List<String> linkedIdentifiers,
        List<String> entered,
        List<String> left,
        boolean forgotten) {

    public MembershipChanged {
        memberships = memberships == null ? List.of() : List.copyOf(memberships);
        linkedIdentifiers = linkedIdentifiers == null ? List.of() : List.copyOf(linkedIdentifiers);
        entered = entered == null ? List.of() : List.copyOf(entered);
        left = left == null ? List.of() : List.copyOf(left);
    }

    public String key() {
        return tenant + '|' + identifier;
    }

    /**
     * @param segment the segment's id
     * @param ruleVersion the version of the rule that decided
     * @param since when the identifier entered
     * @param until when it will leave by itself if nothing else happens; null when time alone never ends it
     */
    public record Membership(String segment, long ruleVersion, Instant since, Instant until) {}
}
