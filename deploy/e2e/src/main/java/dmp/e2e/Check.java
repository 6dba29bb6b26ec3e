package dmp.e2e;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Tenant;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.BruteForce;

/** What platform and networks hold, against what the raw input says they must. */
public final class Check {

    private Check() {}

    /** Members of a segment as segment-service has them, among these identifiers. */
    public static TreeSet<String> members(Tenant tenant, String segment, Set<String> among) {
        return among.stream()
                .filter(identifier -> tenant.segmentsOf(identifier).contains(segment))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Looks again until the two are equal, or the time is over; then it is as it is. */
    public static Comparison eventually(
            String what, Duration atMost, Supplier<Set<String>> expected, Supplier<Set<String>> actual) {
        try {
            return Waiting.until(
                    what, atMost, () -> Comparison.of(what, expected.get(), actual.get()), Comparison::isEqual);
        } catch (IllegalStateException notInTime) {
            return Comparison.of(what, expected.get(), actual.get());
        }
    }

    public static Comparison membersEventually(
            Tenant tenant, String segment, BruteForce truth, BruteForce.Rule rule, Duration atMost) {
        return eventually(
                "members of " + segment,
                atMost,
                () -> truth.members(rule, Instant.now()),
                () -> members(tenant, segment, truth.identifiers()));
    }

    public static Comparison audienceEventually(
            AdNetwork network, String segment, Supplier<Set<String>> expected, Duration atMost) {
        return eventually(
                network + " holds for " + segment,
                atMost,
                () -> asHeld(expected.get()),
                () -> network.audience(segment));
    }

    /** The Trade Desk knows device ids without saying whose they are. */
    static TreeSet<String> asHeld(Set<String> identifiers) {
        return identifiers.stream()
                .map(identifier -> identifier.startsWith("idfa:") || identifier.startsWith("gaid:")
                        ? identifier.substring(5)
                        : identifier)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
