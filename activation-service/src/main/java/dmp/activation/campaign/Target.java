package dmp.activation.campaign;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * @param deviceOnly the segment's rule looks at each identifier by itself
     */
    public record Placement(
            String campaign, String segment, Flight flight, Instant since, boolean archived, boolean deviceOnly) {
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

    /** The identifiers by which the network knows one: itself and those linked to it, where it can. */
    public List<String> namesOf(String identifier, Collection<String> linked) {
        return Stream.concat(Stream.of(identifier), linked.stream())
                .filter(name -> knows(Identifier.of(name)))
                .distinct()
                .toList();
    }

    public boolean isDeviceOnly(String segment) {
        return placements.stream()
                .anyMatch(placement ->
                        placement.deviceOnly() && placement.segment().equals(segment));
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
