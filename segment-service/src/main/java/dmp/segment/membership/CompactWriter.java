package dmp.segment.membership;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dmp.segment.dictionary.Dictionary;

/**
 * Writes small numbers in few bytes, words as the dictionary numbers them, and each other text once. Read by {@link CompactReader}, in
 * the same order.
 */
final class CompactWriter {

    /** The lowest bits of the number that stands for a text tell what the others are. */
    static final int KIND_BITS = 2;

    static final int KIND = (1 << KIND_BITS) - 1;

    /** The place of a text among those written out before. */
    static final int REPEATED = 0;

    /** The length of a text that follows. */
    static final int WRITTEN_OUT = 1;

    /** The number of a word of the dictionary. */
    static final int WORD = 2;

    /** The number that the text says. */
    static final int DIGITS = 3;

    /** So many digits are a number that can be told from others. */
    private static final int MOST_DIGITS = 15;

    private final Map<String, Integer> textToIndex = new HashMap<>();
    private final Dictionary dictionary;
    private final int words;
    private byte[] bytes = new byte[2_048];
    private int size;

    /** Bits that do not fill a byte yet. */
    private int open;

    private int openBits;

    /** @param known texts that the reader knows as well */
    CompactWriter(List<String> known, Dictionary dictionary) {
        known.forEach(text -> textToIndex.put(text, textToIndex.size()));
        this.dictionary = dictionary;
        this.words = dictionary.size();
    }

    /** How many words of the dictionary the reader needs. */
    int words() {
        return words;
    }

    void writeByte(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
    }

    /** The lowest 16 bits, in two bytes. */
    void writeFixed(int value) {
        writeByte(value);
        writeByte(value >>> 8);
    }

    /** Seven bits a byte, the lowest first; meant for numbers that are not negative. */
    void writeNumber(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            writeByte((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        writeByte((int) rest);
    }

    /** Small when the number is close to 0 on either side. */
    void writeSigned(long value) {
        writeNumber(value << 1 ^ value >> 63);
    }

    /** A number far from those that take 64 bits; null has a mark of its own. */
    void writeOptional(Long value) {
        writeNumber(value == null ? 0 : 1 + (value << 1 ^ value >> 63));
    }

    /** The lowest bits of a value. What are no bits begins with {@link #endBits}. */
    void writeBits(long value, int count) {
        for (int left = count; left > 0; ) {
            int now = Math.min(left, Byte.SIZE - openBits);
            left -= now;
            open = open << now | (int) (value >>> left) & (1 << now) - 1;
            openBits += now;
            if (openBits == Byte.SIZE) {
                writeByte(open);
                open = 0;
                openBits = 0;
            }
        }
    }

    /** A number that is not negative, as {@link Rice} says. */
    void writeRice(long value, int parameter) {
        long quotient = value >>> parameter;
        if (quotient >= Rice.MOST_ONES) {
            writeBits(-1, Rice.MOST_ONES);
            writeBits(value, Long.SIZE);
        } else {
            writeBits(-2, (int) quotient + 1);
            writeBits(value, parameter);
        }
    }

    void endBits() {
        if (openBits > 0) {
            writeBits(0, Byte.SIZE - openBits);
        }
    }

    /** The word's number; negative when it has none that the reader is sure to know. */
    int number(String word) {
        int number = dictionary.number(word);
        return number < words ? number : -1;
    }

    /** A text that states of other identifiers have as well. */
    void writeWord(String word) {
        int number = number(word);
        if (number >= 0) {
            writeText(number, WORD);
            return;
        }
        if (writeOnce(word)) {
            dictionary.want(word);
        }
    }

    /** A text of this identifier. */
    void writeText(String text) {
        if (isNumber(text)) {
            writeText(Long.parseLong(text), DIGITS);
        } else {
            writeOnce(text);
        }
    }

    /** True when it was not there before. */
    private boolean writeOnce(String text) {
        Integer index = textToIndex.putIfAbsent(text, textToIndex.size());
        if (index != null) {
            writeText(index, REPEATED);
            return false;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeText(encoded.length, WRITTEN_OUT);
        if (size + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + encoded.length));
        }
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return true;
    }

    private void writeText(long value, int kind) {
        writeNumber(value << KIND_BITS | kind);
    }

    /** It is as the number would be printed. */
    private static boolean isNumber(String text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS || text.charAt(0) == '0' && length > 1) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    <T> void writeAll(Collection<T> values, Consumer<T> write) {
        writeNumber(values.size());
        values.forEach(write);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
