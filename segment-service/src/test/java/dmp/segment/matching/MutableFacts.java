package dmp.segment.matching;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import dmp.segment.rule.RandomRules;

import static dmp.segment.rule.RandomRules.EPOCH;

/** Random facts that change bit by bit, the same through every merge policy. */
final class MutableFacts implements ProfileFacts {

    private final Map<String, String> keyToValue = new TreeMap<>();
    private final Map<String, long[]> traitToOccurrences = new TreeMap<>();

    MutableFacts() {}

    MutableFacts(Random random) {
        for (int i = 0; i < 5; i++) {
            change(random);
        }
    }

    @Override
    public void read(String mergePolicy, Reader reader) {
        keyToValue.forEach(reader::attribute);
        traitToOccurrences.forEach(reader::trait);
    }

    /** Changes up to three facts, and tells which. */
    MutableFacts change(Random random) {
        MutableFacts changes = new MutableFacts();
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                String key = pick(random, RandomRules.ATTRIBUTES);
                String value = random.nextInt(4) == 0 ? null : pick(random, RandomRules.VALUES);
                changes.keyToValue.put(key, value);
                keyToValue.put(key, value);
            } else {
                String trait = pick(random, RandomRules.TRAITS);
                long[] at = LongStream.range(0, random.nextInt(5))
                        .map(_ -> EPOCH - 200 + random.nextInt(400))
                        .sorted()
                        .toArray();
                changes.traitToOccurrences.put(trait, at);
                traitToOccurrences.put(trait, at);
            }
        }
        keyToValue.values().removeIf(value -> value == null);
        traitToOccurrences.values().removeIf(at -> at.length == 0);
        return changes;
    }

    private static String pick(Random random, List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
