package dmp.activation.campaign;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dmp.activation.campaign.Campaign.Flight;
import dmp.activation.network.Account;
import dmp.activation.state.Identifier;

/**
 * A destination together with everything that was ever to be told to it.
 *
 * @param version of the destination
 * @param placements past ones included, since what they led to has to be taken back
 */
public record Target(Account account, long version, boolean archived, List<Placement> placements) {

    public Target {
        placements = List.copyOf(placements);
    }

    /**
     * A segment at this destination for the sake of a campaign.
     *
     * @param since when it was written down
     */
    public record Placement(String campaign, String segment, Flight flight, Instant since, boolean archived) {
        boolean isRunningAt(Instant now) {
            return !archived && flight.isRunningAt(now);
        }
    }

    public String tenant() {
        return account.tenant();
    }

    public String destination() {
        return account.destination();
    }

    public boolean knows(Identifier identifier) {
        return account.namespaces().contains(identifier.namespace());
    }

    /** The identifiers by which the network knows one: itself if it can, else those linked to it. */
    public List<String> namesOf(String identifier, Collection<String> linked) {
        if (knows(Identifier.of(identifier))) {
            return List.of(identifier);
        }
        return linked.stream().filter(other -> knows(Identifier.of(other))).toList();
    }

    /** Segments that the network should hold now: those of any flight that runs, so that overlapping campaigns are united. */
    public Set<String> running(Instant now) {
        return archived
                ? Set.of()
                : placements.stream()
                        .filter(placement -> placement.isRunningAt(now))
                        .map(Placement::segment)
                        .collect(Collectors.toUnmodifiableSet());
    }

    public Set<String> segments() {
        return placements.stream().map(Placement::segment).collect(Collectors.toUnmodifiableSet());
    }

    /** Campaigns that had been running the segment already when something happened. */
    public List<String> campaignsRunning(String segment, Instant then) {
        return placements.stream()
                .filter(placement -> placement.segment().equals(segment)
                        && placement.isRunningAt(then)
                        && !placement.since().isAfter(then))
                .map(Placement::campaign)
                .toList();
    }
}
