package dmp.profile.identity;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import io.smallrye.mutiny.Uni;

import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;

/** Finds the components of many identifiers at once: all walks go in step, and each level costs one round trip for all. */
public final class Components {

    private final StateStore store;
    private final Links.Bounds bounds;

    public Components(StateStore store, Links.Bounds bounds) {
        this.store = store;
        this.bounds = bounds;
    }

    /** How many links in a row are followed. */
    public int depth() {
        return bounds.depth();
    }

    /**
     * From where a component is looked at.
     *
     * @param links of the identifier
     * @param neighbours where the walk goes first: {@link Links#neighbours()}, or {@link Links#live()} to go out from a hub
     */
    public record Start(IdentifierKey key, Links links, Collection<String> neighbours) {

        public Start(IdentifierKey key, Links links) {
            this(key, links, links.neighbours());
        }
    }

    /**
     * The component of each start, in their order.
     *
     * @param keyToLinks links that are already known; those found on the way are added
     */
    public Uni<List<Component>> of(List<Start> starts, Map<IdentifierKey, Links> keyToLinks) {
        List<Walk> walks = starts.stream()
                .map(start -> new Walk(start.key().identifier(), start.links(), start.neighbours(), bounds))
                .toList();
        return advance(starts, walks, keyToLinks)
                .map(ignored -> walks.stream().map(Walk::component).toList());
    }

    /** The component of one identifier. */
    public Uni<Component> of(IdentifierKey key, Links links) {
        return of(List.of(new Start(key, links)), new HashMap<>()).map(List::getFirst);
    }

    private Uni<Void> advance(List<Start> starts, List<Walk> walks, Map<IdentifierKey, Links> keyToLinks) {
        Set<IdentifierKey> wanted = new LinkedHashSet<>();
        boolean anyUnfinished = false;
        for (int i = 0; i < walks.size(); i++) {
            IdentifierKey start = starts.get(i).key();
            List<String> frontier = walks.get(i).wanted();
            anyUnfinished |= !frontier.isEmpty();
            frontier.stream()
                    .map(start::sibling)
                    .filter(key -> !keyToLinks.containsKey(key))
                    .forEach(wanted::add);
        }
        if (!anyUnfinished) {
            return Uni.createFrom().voidItem();
        }
        return read(List.copyOf(wanted), keyToLinks).chain(() -> {
            for (int i = 0; i < walks.size(); i++) {
                IdentifierKey start = starts.get(i).key();
                if (!walks.get(i).wanted().isEmpty()) {
                    walks.get(i).advance(identifier -> keyToLinks.get(start.sibling(identifier)));
                }
            }
            return advance(starts, walks, keyToLinks);
        });
    }

    private Uni<Void> read(List<IdentifierKey> keys, Map<IdentifierKey, Links> keyToLinks) {
        return store.read(keys.stream().map(IdentifierKey::linksKey).toList())
                .invoke(stored -> IntStream.range(0, keys.size())
                        .forEach(i -> keyToLinks.put(
                                keys.get(i), LinksState.of(stored.get(i)).links())))
                .replaceWithVoid();
    }
}
