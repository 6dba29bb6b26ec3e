package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.smallrye.mutiny.Uni;

import dmp.profile.dictionary.Dictionaries;
import dmp.profile.dictionary.Dictionary;
import dmp.profile.dictionary.DictionaryForTests;

/** Dictionaries that grow at random moments, and of which each process knows what it has had to learn. */
final class SimulatedDictionaries implements Dictionaries {

    private static final int GROWS_ONE_IN = 3;

    private final Map<String, List<String>> tenantToWords;
    private final Map<String, Dictionary> tenantToDictionary = new HashMap<>();
    private final Chance chance;

    SimulatedDictionaries(Chance chance) {
        this(chance, new HashMap<>());
    }

    private SimulatedDictionaries(Chance chance, Map<String, List<String>> tenantToWords) {
        this.chance = chance;
        this.tenantToWords = tenantToWords;
    }

    /** The same dictionaries, as a process sees them that knows none of their words yet. */
    SimulatedDictionaries forProcess() {
        return new SimulatedDictionaries(chance, tenantToWords);
    }

    @Override
    public Dictionary of(String tenant) {
        Dictionary known = tenantToDictionary.computeIfAbsent(tenant, _ -> DictionaryForTests.of(List.of()));
        if (chance.oneIn(GROWS_ONE_IN)) {
            DictionaryForTests.grow(known, words(tenant));
        }
        return known;
    }

    @Override
    public Uni<Dictionary> atLeast(String tenant, int size) {
        return Uni.createFrom()
                .emitter(emitter -> chance.sometime(() -> {
                    Dictionary known = of(tenant);
                    DictionaryForTests.learn(known, words(tenant));
                    emitter.complete(known);
                }));
    }

    private List<String> words(String tenant) {
        return tenantToWords.computeIfAbsent(tenant, _ -> new ArrayList<>());
    }
}
