package dmp.segment.matching;

import java.util.Arrays;

/** A profile in the cells of one index, apart from what depends on the second at which it is looked at. */
public final class EncodedProfile {

    private int[] dimensions = new int[32];
    private int[] cells = new int[32];
    private int size;
    private int[] timed = new int[32];
    private Chain[] chains = new Chain[32];
    private long[][] occurrences = new long[32][];
    private int timedSize;

    private EncodedProfile() {}

    static EncodedProfile of(ProfileFacts profile, Dimensions dimensions) {
        EncodedProfile encoded = new EncodedProfile();
        Cellular into = new Cellular() {
            @Override
            public void set(int dimension, int cell) {
                encoded.add(dimension, cell);
            }

            @Override
            public void set(int dimension, Chain chain, long[] at) {
                encoded.add(dimension, chain, at);
            }
        };
        for (Dimensions.Policy policy : dimensions.policies) {
            profile.read(policy.mergePolicy, new ProfileFacts.Reader() {
                @Override
                public void attribute(String key, String value) {
                    AttributeDimensions attribute = policy.keyToAttribute.get(key);
                    if (attribute != null) {
                        attribute.read(value, into);
                    }
                }

                @Override
                public void trait(String id, long[] at) {
                    TraitDimensions trait = policy.idToTrait.get(id);
                    if (trait != null) {
                        trait.read(at, into);
                    }
                }
            });
        }
        return encoded;
    }

    private void add(int dimension, int cell) {
        if (size == dimensions.length) {
            dimensions = Arrays.copyOf(dimensions, 2 * size);
            cells = Arrays.copyOf(cells, 2 * size);
        }
        dimensions[size] = dimension;
        cells[size++] = cell;
    }

    private void add(int dimension, Chain chain, long[] at) {
        if (timedSize == timed.length) {
            timed = Arrays.copyOf(timed, 2 * timedSize);
            chains = Arrays.copyOf(chains, 2 * timedSize);
            occurrences = Arrays.copyOf(occurrences, 2 * timedSize);
        }
        timed[timedSize] = dimension;
        chains[timedSize] = chain;
        occurrences[timedSize++] = at;
    }

    void tell(Cellular into) {
        for (int i = 0; i < size; i++) {
            into.set(dimensions[i], cells[i]);
        }
        for (int i = 0; i < timedSize; i++) {
            into.set(timed[i], chains[i], occurrences[i]);
        }
    }
}
