package dmp.e2e.scenario;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The audience, computed once more from the raw input by the simplest means: every rule looked at for every identifier,
 * nothing kept between two questions. What it takes for granted is only what the platform promises:
 *
 * <ul>
 *   <li>an event without readable consent, with collection denied, from a browser with Do Not Track, or with personal
 *       data in it leaves no trace, but for the denial itself;
 *   <li>of what an identifier says about consent, the latest counts; what was observed before profiling was denied is gone;
 *   <li>identifiers that were seen together are one visitor, unless the link was taken away; a member is only who allows
 *       profiling themselves;
 *   <li>a network may hold an identifier when a member that allows activation has it or is linked to it, unless the
 *       identifier's own consent denies activation, or, where it has never said anything itself, that of any identifier linked to it;
 *   <li>who opted out at one network, by whichever identifier, is held by none.
 * </ul>
 */
public final class BruteForce {

    /** Whether a visitor, as known, is in a segment. */
    @FunctionalInterface
    public interface Rule {
        boolean holds(View view, Instant now);
    }

    private record Told(Instant at, Purposes consent) {}

    private final List<Observed> kept = new ArrayList<>();
    private final Map<String, List<Told>> identifierToConsents = new HashMap<>();
    private final Map<String, Set<String>> identifierToLinked = new HashMap<>();
    private final Set<String> identifiers = new TreeSet<>();

    public BruteForce(Collection<Observed> raw) {
        raw.forEach(this::add);
    }

    public void add(Observed observed) {
        Purposes stated = observed.browser().consent();
        if (stated == null || observed.isPersonal()) {
            return;
        }
        identifiers.add(observed.identifier());
        boolean collects = stated.collection() && !observed.browser().doNotTrack();
        boolean activates = stated.activation() && !observed.browser().globalPrivacyControl();
        identifierToConsents
                .computeIfAbsent(observed.identifier(), key -> new ArrayList<>())
                .add(new Told(observed.at(), new Purposes(collects, stated.profiling(), activates)));
        if (collects && !observed.name().equals(Observed.CONSENT)) {
            kept.add(observed);
            observed.links().forEach(other -> link(observed.identifier(), other));
        }
    }

    private void link(String one, String other) {
        identifiers.add(other);
        identifierToLinked.computeIfAbsent(one, key -> new TreeSet<>()).add(other);
        identifierToLinked.computeIfAbsent(other, key -> new TreeSet<>()).add(one);
    }

    /** Takes a link away again. */
    public void unlink(String one, String other) {
        identifierToLinked.getOrDefault(one, Set.of()).remove(other);
        identifierToLinked.getOrDefault(other, Set.of()).remove(one);
    }

    /** Forgets an identifier and its links. */
    public void erase(String identifier) {
        kept.removeIf(observed -> observed.identifier().equals(identifier));
        identifierToConsents.remove(identifier);
        List.copyOf(identifierToLinked.getOrDefault(identifier, Set.of())).forEach(other -> unlink(identifier, other));
    }

    /** Every identifier that was ever let in, those that were forgotten since as well. */
    public TreeSet<String> identifiers() {
        return new TreeSet<>(identifiers);
    }

    public TreeSet<String> members(Rule rule, Instant now) {
        TreeSet<String> members = new TreeSet<>();
        for (String identifier : identifiers()) {
            if (allowsProfiling(identifier) && rule.holds(view(identifier), now)) {
                members.add(identifier);
            }
        }
        return members;
    }

    /**
     * Whom a network that knows these namespaces must hold.
     *
     * @param optedOut identifiers that the network said have opted out
     */
    public TreeSet<String> audience(Rule rule, Instant now, Set<String> namespaces, Set<String> optedOut) {
        TreeSet<String> audience = new TreeSet<>();
        for (String member : members(rule, now)) {
            Set<String> visitor = visitor(member);
            if (allowsActivation(member) && Collections.disjoint(visitor, optedOut)) {
                for (String identifier : visitor) {
                    if (namespaces.contains(namespace(identifier)) && mayBeTold(identifier, visitor)) {
                        audience.add(identifier);
                    }
                }
            }
        }
        return audience;
    }

    /** The identifier and all that are linked to it, over however many others. */
    Set<String> visitor(String identifier) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(identifier));
        while (!next.isEmpty()) {
            String current = next.remove();
            if (seen.add(current)) {
                next.addAll(identifierToLinked.getOrDefault(current, Set.of()));
            }
        }
        return seen;
    }

    private View view(String identifier) {
        Set<String> visitor = visitor(identifier);
        List<Observed> known = new ArrayList<>();
        for (Observed observed : kept) {
            if (visitor.contains(observed.identifier()) && isUsable(observed)) {
                known.add(observed);
            }
        }
        return new View(known);
    }

    private boolean isUsable(Observed observed) {
        if (!allowsProfiling(observed.identifier())) {
            return false;
        }
        for (Told told : identifierToConsents.get(observed.identifier())) {
            if (!told.consent().profiling() && !told.at().isBefore(observed.at())) {
                return false;
            }
        }
        return true;
    }

    private boolean mayBeTold(String identifier, Set<String> visitor) {
        return consent(identifier) == null
                ? visitor.stream().allMatch(other -> consent(other) == null || allowsActivation(other))
                : allowsActivation(identifier);
    }

    private boolean allowsProfiling(String identifier) {
        Purposes consent = consent(identifier);
        return consent != null && consent.profiling();
    }

    private boolean allowsActivation(String identifier) {
        Purposes consent = consent(identifier);
        return consent != null && consent.activation();
    }

    /** What was said last; null when nothing ever was. */
    private Purposes consent(String identifier) {
        return identifierToConsents.getOrDefault(identifier, List.of()).stream()
                .max(Comparator.comparing(Told::at))
                .map(Told::consent)
                .orElse(null);
    }

    private static String namespace(String identifier) {
        return identifier.substring(0, identifier.lastIndexOf(':'));
    }
}
