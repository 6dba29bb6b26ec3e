package dmp.profile.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class WalkTest {

    private final Map<String, Links> identifierToLinks = new HashMap<>();

    @Test
    void theClosestComeFirstAndThoseEquallyCloseByName() {
        link("a", "c");
        link("a", "b");
        link("c", "d");

        assertEquals(new Component(List.of("a", "b", "c", "d"), 0), walk("a", 10, 5));
        assertEquals(new Component(List.of("d", "c", "a", "b"), 0), walk("d", 10, 5));
    }

    @Test
    void whatACapLeavesOutIsCounted() {
        link("a", "b");
        link("a", "c");
        link("a", "d");
        link("b", "e");

        assertEquals(new Component(List.of("a", "b", "c"), 2), walk("a", 3, 5));
        assertEquals(new Component(List.of("a", "b", "c", "d"), 1), walk("a", 10, 1));
    }

    @Test
    void aHubIsLeftOutAndNobodyIsReachedThroughIt() {
        link("a", "hub");
        for (int i = 0; i < Links.HUB_BOUND; i++) {
            link("hub", "x" + i);
        }

        assertEquals(new Component(List.of("a"), 1), walk("a", 10, 5));
        assertEquals(new Component(List.of("hub"), Links.HUB_BOUND + 1), walk("hub", 10, 5));
    }

    @Test
    void aRingIsWalkedOnce() {
        link("a", "b");
        link("b", "c");
        link("c", "a");

        assertEquals(new Component(List.of("b", "a", "c"), 0), walk("b", 10, 5));
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
