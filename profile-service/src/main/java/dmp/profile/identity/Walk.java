package dmp.profile.identity;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

import dmp.profile.identity.Component.Reason;

/**
 * One bounded breadth-first walk over links. It asks for the links of a whole level at once, so that many walks can go in
 * step at the cost of one round trip a level. Deterministic. Mutable, for one thread.
 */
final class Walk {

    private final Links.Bounds bounds;
    private final Map<String, Links> admitted = new LinkedHashMap<>();
    private final Set<String> hubs = new TreeSet<>();
    private final SortedMap<String, Reason> leftOut = new TreeMap<>();
    private List<String> wanted = List.of();
    private int depth;

    Walk(String start, Links links, Collection<String> neighbours, Links.Bounds bounds) {
        this.bounds = bounds;
        admitted.put(start, links);
        if (links.isHub()) {
            leave(links.live(), Reason.HUB);
        }
        goTo(new TreeSet<>(neighbours));
    }

    /** Whose links are wanted next; empty when the walk is over. */
    List<String> wanted() {
        return wanted;
    }

    /** Goes one level further. */
    void advance(Function<String, Links> identifierToLinks) {
        TreeSet<String> next = new TreeSet<>();
        for (String identifier : wanted) {
            Links links = identifierToLinks.apply(identifier);
            if (links.isHub()) {
                hubs.add(identifier);
            } else {
                admitted.put(identifier, links);
                next.addAll(links.live());
            }
        }
        depth++;
        goTo(next);
    }

    Component component() {
        leave(hubs, Reason.HUB);
        leftOut.keySet().removeAll(admitted.keySet());
        return new Component(List.copyOf(admitted.keySet()), leftOut, bonds());
    }

    /** As either end says, of links between those that are admitted. */
    private SortedMap<Component.Ends, Long> bonds() {
        SortedMap<Component.Ends, Long> endsToDay = new TreeMap<>();
        admitted.forEach((one, links) -> links.bonds().forEach(bond -> {
            if (admitted.containsKey(bond.other())) {
                endsToDay.merge(Component.Ends.of(one, bond.other(), bond.matchMethod()), bond.day(), Math::max);
            }
        }));
        return endsToDay;
    }

    private void goTo(TreeSet<String> found) {
        found.removeAll(admitted.keySet());
        found.removeAll(hubs);
        boolean isFarEnough = depth == bounds.depth();
        int room = isFarEnough ? 0 : bounds.size() - admitted.size();
        wanted = found.stream().limit(room).toList();
        leave(found.stream().skip(room).toList(), isFarEnough ? Reason.DEPTH : Reason.SIZE);
    }

    private void leave(Collection<String> identifiers, Reason reason) {
        identifiers.forEach(identifier -> leftOut.put(identifier, reason));
    }
}
