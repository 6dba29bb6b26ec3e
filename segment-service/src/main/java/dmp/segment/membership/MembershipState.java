package dmp.segment.membership;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.MembershipChanged.Membership;

/**
 * All that is kept about one identifier. Instants are in whole milliseconds.
 *
 * @param number the identifier's number among those known of its tenant; -1 when it never had one
 * @param profile the newest profile; one without facts when the identifier is forgotten
 * @param tickPosition the offset of the last tick applied; -1 when there was none
 * @param revision the revision of the rules that were asked last
 * @param version of the last membership published; 0 when none ever was
 * @param changedAt when that was decided
 * @param receivedAt when the event that led to it was received; null when none did
 * @param memberships the segments it is in, in the order of their ids
 * @param entered the segments entered with that version
 * @param left the segments left with that version
 * @param nextChange the second at which any answer changes by itself
 * @param history how the memberships have changed lately, the latest first
 */
record MembershipState(
        long number,
        ProfileChanged profile,
        long tickPosition,
        long revision,
        long version,
        Instant changedAt,
        Instant receivedAt,
        List<Membership> memberships,
        List<String> entered,
        List<String> left,
        long nextChange,
        List<Change> history) {

    private static final Comparator<Membership> BY_SEGMENT = Comparator.comparing(Membership::segment);

    MembershipState {
        Objects.requireNonNull(profile);
        memberships = List.copyOf(memberships);
        entered = List.copyOf(entered);
        left = List.copyOf(left);
        history = List.copyOf(history);
    }

    boolean isForgotten() {
        return profile.isForgotten();
    }

    boolean activationAllowed() {
        return activationAllowed(profile);
    }

    List<String> linkedIdentifiers() {
        return linkedIdentifiers(profile);
    }

    List<String> segments() {
        return memberships.stream().map(Membership::segment).toList();
    }

    Optional<Membership> membership(String segment) {
        int at = Collections.binarySearch(memberships, new Membership(segment, 0, null, null), BY_SEGMENT);
        return at < 0 ? Optional.empty() : Optional.of(memberships.get(at));
    }

    /** What others are told. */
    MembershipChanged told() {
        return new MembershipChanged(
                profile.tenant(),
                profile.identifier(),
                version,
                changedAt,
                receivedAt,
                memberships,
                activationAllowed(),
                linkedIdentifiers(),
                entered,
                left,
                isForgotten());
    }

    static boolean activationAllowed(ProfileChanged profile) {
        return profile.facts().stream()
                .limit(1)
                .map(Facts::consent)
                .anyMatch(consent -> consent != null && consent.activation());
    }

    /** The person has spoken and does not allow it; who never spoke does not deny. */
    static boolean deniesActivation(ProfileChanged profile) {
        return profile.facts().stream()
                .limit(1)
                .map(Facts::consent)
                .anyMatch(consent -> consent != null && !consent.activation());
    }

    static List<String> linkedIdentifiers(ProfileChanged profile) {
        return profile.mergePolicies().stream()
                .filter(merged -> merged.mergePolicy().equals(ProfileChanged.LINKED_DEVICES))
                .map(MergedIdentifiers::identifiers)
                .flatMap(List::stream)
                .filter(identifier -> !identifier.equals(profile.identifier()))
                .toList();
    }
}
