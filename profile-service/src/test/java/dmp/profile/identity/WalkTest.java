package dmp.profile.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import dmp.profile.identity.Component.Reason;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WalkTest {

    private static final long DAY = 86_400_000;

    private final Map<String, Links> identifierToLinks = new HashMap<>();

    @Test
    void theClosestComeFirstAndThoseEquallyCloseByName() {
        link("a", "c");
        link("a", "b");
        link("c", "d");

        assertEquals(new Component(List.of("a", "b", "c", "d"), new TreeMap<>(), new TreeMap<>()), walk("a", 10, 5));
        assertEquals(new Component(List.of("d", "c", "a", "b"), new TreeMap<>(), new TreeMap<>()), walk("d", 10, 5));
    }

    @Test
    void whatACapLeavesOutIsNamedWithTheReason() {
        link("a", "b");
        link("a", "c");
        link("a", "d");
        link("b", "e");

        assertEquals(leavingOut(Map.of("d", Reason.SIZE, "e", Reason.SIZE), "a", "b", "c"), walk("a", 3, 5));
        assertEquals(leavingOut(Map.of("e", Reason.DEPTH), "a", "b", "c", "d"), walk("a", 10, 1));
        assertEquals(
                leavingOut(Map.of("d", Reason.SIZE, "e", Reason.DEPTH, "c", Reason.SIZE), "a", "b"),
                walk("a", 10, 1).closest(2));
    }

    @Test
    void aHubIsLeftOutAndNobodyIsReachedThroughIt() {
        link("a", "hub");
        for (int i = 0; i < Links.HUB_BOUND; i++) {
            link("hub", "x" + i);
        }

        assertEquals(leavingOut(Map.of("hub", Reason.HUB), "a"), walk("a", 10, 5));
        assertEquals(List.of("hub"), walk("hub", 10, 5).identifiers());
        assertEquals(Links.HUB_BOUND + 1, walk("hub", 10, 5).leftOut().size());
        assertEquals(Set.of(Reason.HUB), Set.copyOf(walk("hub", 10, 5).leftOut().values()));
    }

    @Test
    void aReleasedHubIsWalkedThrough() {
        link("a", "hub");
        for (int i = 0; i < Links.HUB_BOUND; i++) {
            link("hub", "x" + i);
        }
        identifierToLinks.computeIfPresent("hub", (_, links) -> links.ruled(new HubRuling(2, true)));

        assertEquals(Links.HUB_BOUND + 2, walk("a", 100, 5).identifiers().size());
        assertEquals(new TreeMap<>(), walk("a", 100, 5).leftOut());
    }

    private static Component leavingOut(Map<String, Reason> leftOut, String... identifiers) {
        return new Component(List.of(identifiers), new TreeMap<>(leftOut), new TreeMap<>());
    }

    @Test
    void aRingIsWalkedOnce() {
        link("a", "b");
        link("b", "c");
        link("c", "a");

        assertEquals(new Component(List.of("b", "a", "c"), new TreeMap<>(), new TreeMap<>()), walk("b", 10, 5));
    }

    @Test
    void whatLinksThoseThatAreUnitedIsToldByEitherEndAndTheLatestDayOfEachMethodCounts() {
        tell("a", "b", new Link.Evidence(3 * DAY, "www", 3));
        tell("a", "b", new Link.Evidence(5 * DAY, "www", 2));
        tell("b", "a", new Link.Evidence(4 * DAY + 1, "crm", 3));
        tell("b", "c", new Link.Evidence(7 * DAY, "crm", 3));
        tell("c", "b", new Link.Evidence(7 * DAY, "crm", 3));

        Component.Ends authenticated = new Component.Ends("a", "b", 3);
        Component.Ends synced = new Component.Ends("a", "b", 2);
        assertEquals(
                Map.of(authenticated, 4L, synced, 5L, new Component.Ends("b", "c", 3), 7L),
                walked("a", 10, 5).endsToDay());
        assertEquals(Map.of(authenticated, 4L, synced, 5L), walked("a", 2, 5).endsToDay());
        assertEquals(
                Map.of(authenticated, 4L, synced, 5L),
                walked("a", 10, 5).closest(2).endsToDay());
    }

    private void link(String one, String other) {
        tell(one, other);
        tell(other, one);
    }

    private void tell(String near, String far) {
        tell(near, far, new Link.Evidence(1, "www", 3));
    }

    private void tell(String near, String far, Link.Evidence evidence) {
        identifierToLinks.merge(near, Links.NONE.seen(far, evidence), (known, _) -> known.seen(far, evidence));
    }

    /** The component without its bonds. */
    private Component walk(String start, int size, int depth) {
        Component walked = walked(start, size, depth);
        return new Component(walked.identifiers(), walked.leftOut(), new TreeMap<>());
    }

    private Component walked(String start, int size, int depth) {
        Links links = identifierToLinks.get(start);
        Walk walk = new Walk(start, links, links.neighbours(), new Links.Bounds(size, depth));
        while (!walk.wanted().isEmpty()) {
            walk.advance(identifierToLinks::get);
        }
        return walk.component();
    }
}
