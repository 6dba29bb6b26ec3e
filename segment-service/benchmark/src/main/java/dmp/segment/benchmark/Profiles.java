package dmp.segment.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

import dmp.segment.evaluation.MergePolicy;
import dmp.segment.matching.ProfileFacts;

import static dmp.segment.benchmark.Attributes.DAY;
import static dmp.segment.benchmark.Attributes.NOW;
import static dmp.segment.benchmark.Attributes.PRESENT;

/** Profiles of DMP-BE-1 from a seed. */
public final class Profiles {

    /** A profile as the service has it in hand: attributes by key, and the seconds of each trait's realisations. */
    public record Plain(Map<String, String> keyToValue, Map<String, long[]> traitToOccurrences)
            implements ProfileFacts {
        @Override
        public void read(MergePolicy mergePolicy, Reader reader) {
            keyToValue.forEach(reader::attribute);
            traitToOccurrences.forEach(reader::trait);
        }

        /** This profile as far as so large a share of it is known. */
        public Plain part(double share, SplittableRandom random) {
            Map<String, String> attributes = new TreeMap<>(keyToValue);
            attributes.keySet().removeIf(_ -> random.nextDouble() >= share);
            Map<String, long[]> traits = new TreeMap<>(traitToOccurrences);
            traits.keySet().removeIf(_ -> random.nextDouble() >= share);
            return new Plain(attributes, traits);
        }

        /** This profile after these changes. */
        Plain with(Plain changes) {
            Map<String, String> attributes = new HashMap<>(keyToValue);
            attributes.putAll(changes.keyToValue);
            Map<String, long[]> traits = new HashMap<>(traitToOccurrences);
            traits.putAll(changes.traitToOccurrences);
            return new Plain(attributes, traits);
        }
    }

    private final SplittableRandom random;

    public Profiles(long seed) {
        random = new SplittableRandom(seed);
    }

    public List<Plain> profiles(int count) {
        List<Plain> profiles = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            profiles.add(profile());
        }
        return profiles;
    }

    public Plain profile() {
        Plain profile = new Plain(new HashMap<>(), new HashMap<>());
        for (int i = 0; i < Attributes.STRINGS.size(); i++) {
            if (isPresent()) {
                drawString(i, profile);
            }
        }
        for (int i = 0; i < Attributes.SETS.size(); i++) {
            if (isPresent()) {
                for (int draws = random.nextInt(2, 21); draws > 0; draws--) {
                    drawMember(i, profile);
                }
            }
        }
        for (int i = 0; i < Attributes.NUMBERS; i++) {
            if (isPresent()) {
                drawNumber(i, profile);
            }
        }
        for (int i = 0; i < Attributes.RECENCIES; i++) {
            if (isPresent()) {
                double uniform = random.nextDouble();
                long age = (long) (365 * DAY * uniform * uniform);
                profile.traitToOccurrences.put(Attributes.recency(i), new long[] {NOW - age});
            }
        }
        for (int i = 0; i < Attributes.FREQUENCIES; i++) {
            if (isPresent()) {
                double uniform = random.nextDouble();
                int times = (int) (51 * uniform * uniform * uniform);
                if (times > 0) {
                    profile.traitToOccurrences.put(
                            Attributes.frequency(i),
                            random.longs(times, NOW - 365 * DAY, NOW + 1)
                                    .sorted()
                                    .toArray());
                }
            }
        }
        for (int i = 0; i < Attributes.BOOLEANS; i++) {
            if (isPresent()) {
                drawBoolean(i, profile);
            }
        }
        return profile;
    }

    /** What an event changes that touches one to three attributes: a new value, or one realisation more. */
    public Plain changes(Plain of) {
        Plain changes = new Plain(new HashMap<>(), new HashMap<>());
        for (int touched = random.nextInt(1, 4); touched > 0; touched--) {
            int attribute = random.nextInt(40);
            if (attribute < 12) {
                drawString(attribute, changes);
            } else if (attribute < 18) {
                drawMember(attribute - 12, changes);
            } else if (attribute < 26) {
                drawNumber(attribute - 18, changes);
            } else if (attribute < 32) {
                realise(Attributes.recency(attribute - 26), of, changes);
            } else if (attribute < 38) {
                realise(Attributes.frequency(attribute - 32), of, changes);
            } else {
                drawBoolean(attribute - 38, changes);
            }
        }
        return changes;
    }

    private boolean isPresent() {
        return random.nextDouble() < PRESENT;
    }

    private void drawString(int attribute, Plain into) {
        int value = Attributes.STRINGS.get(attribute).draw(random);
        into.keyToValue.put(Attributes.string(attribute), Attributes.value(value));
    }

    private void drawMember(int set, Plain into) {
        into.traitToOccurrences.put(
                Attributes.member(set, Attributes.SETS.get(set).draw(random)),
                new long[] {NOW - random.nextLong(365 * DAY)});
    }

    private void drawNumber(int attribute, Plain into) {
        into.keyToValue.put(Attributes.number(attribute), Integer.toString(random.nextInt(Attributes.NUMBER_VALUES)));
    }

    private void drawBoolean(int attribute, Plain into) {
        into.keyToValue.put(Attributes.bool(attribute), Boolean.toString(random.nextBoolean()));
    }

    private static void realise(String trait, Plain of, Plain into) {
        long[] before = of.traitToOccurrences.getOrDefault(trait, new long[0]);
        long[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = NOW;
        into.traitToOccurrences.put(trait, after);
    }
}
