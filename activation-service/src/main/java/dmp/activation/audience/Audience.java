package dmp.activation.audience;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dmp.activation.campaign.Target;
import dmp.activation.state.Identifier;

/**
 * All that is known about one identifier.
 *
 * <p>A network is told of an identifier what the identifier itself is in, and also what those linked to it are in that the
 * network does not know by themselves. One that the network does know speaks for itself only: what one browser did under a
 * device-only rule says nothing about another.
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

    /** Its own consent denies that networks are told, or it was erased. */
    public boolean isDenied() {
        Contribution own = contributorToContribution.get(identifier);
        return own != null && !own.allowed();
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
            if (!contribution.allowed()
                    || !(contributor.equals(identifier) || !target.knows(Identifier.of(contributor)))) {
                return;
            }
            contribution.segmentToCause().forEach((segment, cause) -> {
                if (running.contains(segment)) {
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

    private static Wanted both(Wanted one, Wanted other) {
        Instant earlier = one.cause() == null || other.cause() == null
                ? null
                : one.cause().isBefore(other.cause()) ? one.cause() : other.cause();
        return new Wanted(one.version() + other.version(), earlier);
    }
}
