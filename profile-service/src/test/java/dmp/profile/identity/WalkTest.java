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

    private final Map<String, Links> identifierToLinks = new HashMap<>();

    @Test
    void theClosestComeFirstAndThoseEquallyCloseByName() {
        link("a", "c");
        link("a", "b");
        link("c", "d");

        assertEquals(new Component(List.of("a", "b", "c", "d"), new TreeMap<>()), walk("a", 10, 5));
        assertEquals(new Component(List.of("d", "c", "a", "b"), new TreeMap<>()), walk("d", 10, 5));
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
        return new Component(List.of(identifiers), new TreeMap<>(leftOut));
    }

    @Test
    void aRingIsWalkedOnce() {
        link("a", "b");
        link("b", "c");
        link("c", "a");

        assertEquals(new Component(List.of("b", "a", "c"), new TreeMap<>()), walk("b", 10, 5));
    }

    private void link(String one, String other) {
        tell(one, other);
        tell(other, one);
    }

    private void tell(String near, String far) {
        identifierToLinks.merge(
                near,
                Links.NONE.seen(far, new Link.Evidence(1, "www", 3)),
                (known, news) -> known.seen(far, new Link.Evidence(1, "www", 3)));
    }

    private Component walk(String start, int size, int depth) {
        Links links = identifierToLinks.get(start);
        Walk walk = new Walk(start, links, links.neighbours(), new Links.Bounds(size, depth));
        while (!walk.wanted().isEmpty()) {
            walk.advance(identifierToLinks::get);
        }
        return walk.component();
    }
}
