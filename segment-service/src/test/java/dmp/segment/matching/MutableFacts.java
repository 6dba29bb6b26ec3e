package dmp.segment.matching;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;

import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.Profile;
import dmp.segment.rule.World;

import static dmp.segment.rule.RandomRules.EPOCH;

/** Random facts that change bit by bit, the same through every merge policy. */
final class MutableFacts implements ProfileFacts {

    private final Map<String, String> keyToValue = new TreeMap<>();
    private final Map<String, long[]> traitToOccurrences = new TreeMap<>();

    private final World world;

    private MutableFacts(World world) {
        this.world = world;
    }

    static MutableFacts random(Random random, World world) {
        MutableFacts facts = new MutableFacts(world);
        for (int i = 0; i < 5; i++) {
            facts.change(random);
        }
        return facts;
    }

    /** A profile of which these are the facts. */
    Profile profile() {
        Map<String, Attribute> attributes = new HashMap<>();
        keyToValue.forEach((key, value) -> attributes.put(key, new Attribute(value, Instant.EPOCH, "www")));
        List<Realisations> realisations = new ArrayList<>();
        traitToOccurrences.forEach((trait, at) -> realisations.add(
                new Realisations(trait, "www", LongStream.of(at).boxed().toList())));
        Facts facts = new Facts("cookie:1", new Consent(true, true, Instant.EPOCH), attributes, realisations);
        return new Profile(
                new ProfileChanged("acme", "cookie:1", 1, Instant.EPOCH, null, List.of(facts), List.of(), List.of()));
    }

    @Override
    public void read(MergePolicy mergePolicy, Reader reader) {
        keyToValue.forEach(reader::attribute);
        traitToOccurrences.forEach(reader::trait);
    }

    /** Changes up to three facts, and tells which. */
    MutableFacts change(Random random) {
        MutableFacts changes = new MutableFacts(world);
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                String key = pick(random, world.attributes);
                String value = random.nextInt(4) == 0 ? null : pick(random, world.texts);
                changes.keyToValue.put(key, value);
                keyToValue.put(key, value);
            } else {
                String trait = pick(random, world.traits);
                long[] at = LongStream.range(0, random.nextInt(world.times + 1))
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
