package dmp.segment.membership;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

import dmp.segment.dictionary.Dictionary;

/** A set of texts that is asked with encoded ones, so that a text need not be decoded to learn that nobody wants it. */
class Words {

    /** Every text is one of them. */
    static final Words ALL = new Words(List.of()) {
        @Override
        boolean contains(String text) {
            return true;
        }

        @Override
        boolean contains(byte[] bytes, int from, int to) {
            return true;
        }

        @Override
        boolean contains(Dictionary dictionary, int number) {
            return true;
        }
    };

    static final Words NONE = new Words(List.of());

    private final Set<String> texts;

    /** Open addressing, at most half full. */
    private final byte[][] slots;

    /** A bit for each length that one of them has, the last bit for all that are longer: most texts are of another. */
    private long lengths;

    /** Of those that a dictionary has, as far as it was known. */
    private volatile Numbers numbers = new Numbers(null, 0, new BitSet());

    private record Numbers(Dictionary dictionary, int size, BitSet wanted) {}

    Words(Collection<String> texts) {
        this.texts = Set.copyOf(texts);
        this.slots = new byte[Integer.highestOneBit(this.texts.size() + 1) << 2][];
        for (String text : this.texts) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            int slot = hash(encoded, 0, encoded.length) & slots.length - 1;
            while (slots[slot] != null) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = encoded;
            lengths |= length(encoded.length);
        }
    }

    boolean contains(String text) {
        return texts.contains(text);
    }

    /** Whether the bytes, as UTF-8, are one of them. */
    boolean contains(byte[] bytes, int from, int to) {
        if ((lengths & length(to - from)) == 0) {
            return false;
        }
        int slot = hash(bytes, from, to) & slots.length - 1;
        while (slots[slot] != null) {
            byte[] word = slots[slot];
            if (Arrays.equals(word, 0, word.length, bytes, from, to)) {
                return true;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return false;
    }

    /** Whether the word with this number is one of them; its text is not looked at. */
    boolean contains(Dictionary dictionary, int number) {
        Numbers known = numbers;
        if (known.dictionary() != dictionary || number >= known.size()) {
            known = in(dictionary);
            numbers = known;
        }
        return known.wanted().get(number);
    }

    private Numbers in(Dictionary dictionary) {
        int size = dictionary.size();
        BitSet wanted = new BitSet(size);
        for (String text : texts) {
            int number = dictionary.number(text);
            if (number >= 0) {
                wanted.set(number);
            }
        }
        return new Numbers(dictionary, size, wanted);
    }

    private static long length(int bytes) {
        return 1L << Math.min(bytes, Long.SIZE - 1);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 1;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 15;
    }
}
