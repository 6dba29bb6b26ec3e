package dmp.activation.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dmp.activation.campaign.Target;
import dmp.activation.state.Identifier;

/**
 * All that is known about one identifier.
 *
 * <p>A network is told of an identifier what it is in itself, and what those linked to it are in: the union. Under a
 * device-only rule those linked to it count only where the network does not know them by themselves: there the identifier
 * stands for them; otherwise what one browser did says nothing about another. A denial of its own ends all of it. An
 * identifier that has never said anything has no record, and leaves it to those that have, none of whom may deny.
 *
 * @param identifier the identifier
 * @param contributorToContribution what each identifier says of this one
 * @param optedOutAt when a network told that its person has opted out; null when none did
 * @param record its own last membership record
 */
public record Audience(
        String identifier,
        Map<String, Contribution> contributorToContribution,
        Instant optedOutAt,
        Memberships record) {

    public Audience {
        contributorToContribution = Map.copyOf(contributorToContribution);
    }

    /**
     * A segment that a network should hold.
     *
     * @param version changes with any record that says so
     * @param cause when the event that led to it was received; null when none did
     */
    public record Wanted(long version, Instant cause) {}

    public boolean isOptedOut() {
        return optedOutAt != null;
    }

    /**
     * Networks may not be told: its own consent denies it, or it was erased; or it has never spoken itself, and somebody linked
     * to it denies. For who is silent, one no outweighs any yes.
     */
    public boolean isDenied() {
        Contribution own = contributorToContribution.get(identifier);
        return own != null
                ? !own.allowed()
                : contributorToContribution.values().stream().anyMatch(one -> !one.allowed());
    }

    /** It has never said anything about consent itself, being known by its links only. */
    boolean isSilent() {
        return !contributorToContribution.containsKey(identifier);
    }

    /** The segments that it was last in itself, whatever consent says. */
    public Set<String> segments() {
        return record.segmentToCause().keySet();
    }

    public List<String> linked() {
        return record.linked();
    }

    /** The segments, of those asked about, that the network should hold now. */
    public Map<String, Wanted> wanted(Target target, Collection<String> running) {
        if (isOptedOut() || isDenied() || running.isEmpty()) {
            return Map.of();
        }
        Map<String, Wanted> segmentToWanted = new HashMap<>();
        contributorToContribution.forEach((contributor, contribution) -> {
            if (!contribution.allowed()) {
                return;
            }
            boolean isOneself = contributor.equals(identifier);
            boolean isStoodFor = !target.knows(Identifier.of(contributor));
            contribution.segmentToCause().forEach((segment, cause) -> {
                if (running.contains(segment) && (isOneself || isStoodFor || !target.isDeviceOnly(segment))) {
                    Instant at = cause == 0 ? null : Instant.ofEpochMilli(cause);
                    segmentToWanted.merge(
                            segment,
                            new Wanted(31 * target.version() + contributor.hashCode() + contribution.version(), at),
                            Audience::both);
                }
            });
        });
        return segmentToWanted;
    }

    /** What may be said of it whoever asks: what it is in itself, or, while it has never spoken, those linked to it. */
    Set<String> sayable() {
        Contribution own = contributorToContribution.get(identifier);
        if (isOptedOut() || isDenied()) {
            return Set.of();
        }
        if (own != null && own.allowed()) {
            return own.segmentToCause().keySet();
        }
        Set<String> segments = new TreeSet<>();
        contributorToContribution.values().stream()
                .filter(Contribution::allowed)
                .forEach(contribution ->
                        segments.addAll(contribution.segmentToCause().keySet()));
        return segments;
    }

    private static Wanted both(Wanted one, Wanted other) {
        Instant earlier = one.cause() == null || other.cause() == null
                ? null
                : one.cause().isBefore(other.cause()) ? one.cause() : other.cause();
        return new Wanted(one.version() + other.version(), earlier);
    }
}
