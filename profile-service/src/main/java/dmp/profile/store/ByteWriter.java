package dmp.profile.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import dmp.profile.dictionary.Dictionary;

/**
 * Writes the parts of a compact value: variable-length numbers (7 bits a byte, lowest first, as Protocol Buffers do), words as the
 * dictionary numbers them, and each other text once. Texts of a common vocabulary, known to both writer and reader, are not written out.
 */
public final class ByteWriter {

    /** The lowest bits of the number that stands for a text tell what the others are. */
    static final int KIND_BITS = 2;

    static final int KIND = (1 << KIND_BITS) - 1;

    /** The place of a text in the vocabulary, or behind it among those written out before. */
    static final int REPEATED = 0;

    /** The length of a text that follows. */
    static final int WRITTEN_OUT = 1;

    /** The number of a word of the dictionary. */
    static final int WORD = 2;

    /** The number that the text says. */
    static final int DIGITS = 3;

    /** So many digits are a number that can be told from others. */
    private static final int MOST_DIGITS = 15;

    private final Vocabulary vocabulary;
    private final Dictionary dictionary;
    private final int words;

    /** Those that are not of the vocabulary. */
    private final Map<String, Integer> textToIndex = new HashMap<>();

    private byte[] bytes = new byte[512];
    private int length;

    /** Bits that do not fill a byte yet. */
    private int open;

    private int openBits;

    /** @param version of the format; the first byte of the value */
    public ByteWriter(int version, Vocabulary vocabulary, Dictionary dictionary) {
        this.vocabulary = vocabulary;
        this.dictionary = dictionary;
        this.words = dictionary.size();
        octet(version);
    }

    /** How many words of the dictionary the reader needs. */
    public int words() {
        return words;
    }

    /** An unsigned number; a negative one takes ten bytes. */
    public ByteWriter number(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            octet((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    /** A number that may be negative, the shorter the closer to 0. */
    public ByteWriter signed(long value) {
        return number((value << 1) ^ (value >> 63));
    }

    /** The {@code count} lowest bytes of a value. */
    public ByteWriter fixed(long value, int count) {
        for (int i = 0; i < count; i++) {
            octet((int) (value >>> (8 * i)));
        }
        return this;
    }

    /** The lowest bits of a value. What are no bits begins with {@link #endBits}. */
    public ByteWriter bits(long value, int count) {
        for (int left = count; left > 0; ) {
            int now = Math.min(left, Byte.SIZE - openBits);
            left -= now;
            open = (open << now) | ((int) (value >>> left) & ((1 << now) - 1));
            openBits += now;
            if (openBits == Byte.SIZE) {
                octet(open);
                open = 0;
                openBits = 0;
            }
        }
        return this;
    }

    /** A number that is not negative, as {@link Rice} says. */
    public ByteWriter rice(long value, int parameter) {
        long quotient = value >>> parameter;
        if (quotient >= Rice.MOST_ONES) {
            return bits(-1, Rice.MOST_ONES).bits(value, Long.SIZE);
        }
        return bits(-2, (int) quotient + 1).bits(value, parameter);
    }

    public void endBits() {
        if (openBits > 0) {
            bits(0, Byte.SIZE - openBits);
        }
    }

    /** The word's number; negative when it has none that the reader is sure to know. */
    public int wordNumber(String word) {
        int number = dictionary.number(word);
        return number < words ? number : -1;
    }

    /** A text that the values of other identifiers have as well. */
    public ByteWriter word(String word) {
        int number = wordNumber(word);
        if (number >= 0) {
            return text(number, WORD);
        }
        if (writeOnce(word)) {
            dictionary.want(word);
        }
        return this;
    }

    /** A text of this identifier. */
    public ByteWriter text(String text) {
        if (isNumber(text)) {
            return text(Long.parseLong(text), DIGITS);
        }
        writeOnce(text);
        return this;
    }

    /** The whole value. */
    public byte[] finish() {
        return Arrays.copyOf(bytes, length);
    }

    /** True when it was not there before. */
    private boolean writeOnce(String text) {
        int common = vocabulary.place(text);
        Integer index = common >= 0
                ? Integer.valueOf(common)
                : textToIndex.putIfAbsent(text, vocabulary.size() + textToIndex.size());
        if (index != null) {
            text(index, REPEATED);
            return false;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        text(utf8.length, WRITTEN_OUT);
        octets(utf8);
        return true;
    }

    private ByteWriter text(long value, int kind) {
        return number(value << KIND_BITS | kind);
    }

    /** It is as the number would be printed. */
    private static boolean isNumber(String text) {
        int digits = text.length();
        if (digits == 0 || digits > MOST_DIGITS || (text.charAt(0) == '0' && digits > 1)) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private void octets(byte[] values) {
        if (length + values.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + values.length));
        }
        System.arraycopy(values, 0, bytes, length, values.length);
        length += values.length;
    }

    private ByteWriter octet(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
        return this;
    }
}
