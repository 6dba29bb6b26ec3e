package dmp.profile.fact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dmp.profile.dictionary.Dictionaries;
import dmp.profile.store.IdentifierKey;
import dmp.profile.store.StateStore;
import dmp.profile.store.StateStore.Stored;
import dmp.profile.store.StateStore.Write;

/** Facts as they are stored: one round trip for those of many identifiers. */
public final class FactsStore {

    private final StateStore store;
    private final Dictionaries dictionaries;

    public FactsStore(StateStore store, Dictionaries dictionaries) {
        this.store = store;
        this.dictionaries = dictionaries;
    }

    /**
     * @param revision that a write names which is derived from the state
     * @param state {@link FactsState#NEW} where nothing is stored
     */
    public record Known(int revision, FactsState state) {}

    /** Of all these identifiers, in their order. */
    public Uni<List<Known>> read(List<IdentifierKey> keys) {
        return store.read(keys.stream().map(IdentifierKey::factsKey).toList()).chain(stored -> {
            Map<String, Integer> tenantToWords = new HashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                String tenant = keys.get(i).tenant();
                int words = FactsState.words(stored.get(i));
                if (words > dictionaries.of(tenant).size()) {
                    tenantToWords.merge(tenant, words, Math::max);
                }
            }
            return tenantToWords.isEmpty()
                    ? Uni.createFrom().item(known(keys, stored))
                    : learn(tenantToWords).map(_ -> known(keys, stored));
        });
    }

    private Uni<Void> learn(Map<String, Integer> tenantToWords) {
        return Multi.createFrom()
                .iterable(tenantToWords.entrySet())
                .onItem()
                .transformToUniAndConcatenate(needed -> dictionaries.atLeast(needed.getKey(), needed.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private List<Known> known(List<IdentifierKey> keys, List<Stored> stored) {
        List<Known> known = new ArrayList<>(keys.size());
        for (int i = 0; i < keys.size(); i++) {
            known.add(new Known(
                    stored.get(i).revision(),
                    FactsState.of(stored.get(i), dictionaries.of(keys.get(i).tenant()))));
        }
        return known;
    }

    /** @param expiresIn when the facts may be forgotten; null for never */
    Write write(IdentifierKey key, int revision, FactsState state, Duration expiresIn) {
        return new Write(key.factsKey(), revision, state.encoded(dictionaries.of(key.tenant())), expiresIn);
    }

    Uni<Void> write(List<Write> writes) {
        return store.write(writes);
    }
}
