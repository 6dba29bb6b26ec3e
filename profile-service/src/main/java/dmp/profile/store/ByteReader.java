package dmp.profile.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dmp.profile.dictionary.Dictionary;

import static dmp.profile.store.ByteWriter.DIGITS;
import static dmp.profile.store.ByteWriter.KIND;
import static dmp.profile.store.ByteWriter.KIND_BITS;
import static dmp.profile.store.ByteWriter.WORD;
import static dmp.profile.store.ByteWriter.WRITTEN_OUT;

/** Reads what a {@link ByteWriter} with the same vocabulary wrote. Fails on a version it does not know and on a truncated value. */
public final class ByteReader {

    private final byte[] bytes;
    private final List<String> texts;
    private final Dictionary dictionary;
    private final int version;
    private final boolean hasHead;
    private int at;

    /** The next bit, while bits are read. */
    private int bit;

    /**
     * The formats that the caller knows how to read.
     *
     * @param oldest version
     * @param inline the first version that writes a text where it first stands; those before have all of them in front
     * @param newest the version that is written
     */
    public record Formats(int oldest, int inline, int newest) {}

    /** @param dictionary of which it is not asked before the words it needs are known to be there */
    public ByteReader(byte[] bytes, Formats formats, Vocabulary vocabulary, Dictionary dictionary) {
        this.bytes = bytes;
        this.dictionary = dictionary;
        version = Byte.toUnsignedInt(bytes[at++]);
        if (version < formats.oldest() || version > formats.newest()) {
            throw new IllegalArgumentException("A value of format " + version
                    + " was found where this release reads formats " + formats.oldest() + " to " + formats.newest());
        }
        texts = new ArrayList<>(vocabulary.texts());
        hasHead = version < formats.inline();
        for (int left = hasHead ? count() : 0; left > 0; left--) {
            readText(count());
        }
    }

    /** In which the value was written. */
    public int version() {
        return version;
    }

    /** What {@link ByteWriter#signed} wrote. */
    public long signed() {
        long zigzag = number();
        return (zigzag >>> 1) ^ -(zigzag & 1);
    }

    public long number() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("A number of more than 64 bits");
    }

    /** A number that counts things to come, each of at least one byte. */
    public int count() {
        long value = number();
        if (value < 0 || value > bytes.length) {
            throw new IllegalArgumentException("A count of " + value + " in a value of " + bytes.length + " bytes");
        }
        return (int) value;
    }

    public long fixed(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value |= (bytes[at++] & 0xFFL) << (8 * i);
        }
        return value;
    }

    /** From here on there are bits, until {@link #endBits}. */
    public void beginBits() {
        bit = at * Byte.SIZE;
    }

    public void endBits() {
        at = (bit + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** At most 32 bits. */
    public long bits(int count) {
        long bits = count == 0 ? 0 : window() >>> (Long.SIZE - count);
        bit += count;
        return bits;
    }

    /** What {@link ByteWriter#rice} wrote. */
    public long rice(int parameter) {
        long window = window();
        int ones = Long.numberOfLeadingZeros(~window);
        if (ones >= Rice.MOST_ONES) {
            bit += Rice.MOST_ONES;
            return (bits(Integer.SIZE) << Integer.SIZE) | bits(Integer.SIZE);
        }
        bit += ones + 1 + parameter;
        return ((long) ones << parameter) | (parameter == 0 ? 0 : (window << (ones + 1)) >>> (Long.SIZE - parameter));
    }

    /** The next bits, at least 57 of them; zeros behind the end. */
    private long window() {
        long window = 0;
        int from = bit / Byte.SIZE;
        for (int i = from; i < Math.min(bytes.length, from + Long.BYTES); i++) {
            window |= (bytes[i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i - from + 1));
        }
        return window << (bit % Byte.SIZE);
    }

    /** The word with this number. */
    public String word(int number) {
        return dictionary.word(number);
    }

    /** What {@link ByteWriter#text} or {@link ByteWriter#word} wrote. */
    public String text() {
        long code = number();
        if (hasHead) {
            return texts.get(Math.toIntExact(code));
        }
        long value = code >>> KIND_BITS;
        return switch ((int) code & KIND) {
            case WORD -> dictionary.word(Math.toIntExact(value));
            case DIGITS -> Long.toString(value);
            case WRITTEN_OUT -> readText(Math.toIntExact(value));
            default -> texts.get(Math.toIntExact(value));
        };
    }

    private String readText(int length) {
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        texts.add(text);
        return text;
    }
}
