package dmp.segment.membership;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import dmp.segment.dictionary.Dictionary;

import static dmp.segment.membership.CompactWriter.DIGITS;
import static dmp.segment.membership.CompactWriter.KIND;
import static dmp.segment.membership.CompactWriter.KIND_BITS;
import static dmp.segment.membership.CompactWriter.REPEATED;
import static dmp.segment.membership.CompactWriter.WORD;
import static dmp.segment.membership.CompactWriter.WRITTEN_OUT;

/**
 * Reads what {@link CompactWriter} has written. A text is decoded when it is asked for, not when it is passed. Throws unchecked
 * exceptions when the bytes are something else.
 */
final class CompactReader {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] bytes;
    private final Dictionary dictionary;

    /** Where each text that is written out begins and ends; of those known beforehand, nothing. */
    private int[] bounds;

    /** Null where a text has not been decoded yet. */
    private String[] texts;

    private int count;
    private int at;

    /** The next bit, while bits are read. */
    private int bit;

    /** Texts are numbered as they come; a number that is the next one is followed by length and text. */
    private boolean isWithoutKinds;

    /**
     * @param known distinct texts that the writer knew as well
     * @param dictionary with all words that it used
     */
    CompactReader(byte[] bytes, List<String> known, Dictionary dictionary) {
        this.bytes = bytes;
        this.dictionary = dictionary;
        this.texts = known.toArray(String[]::new);
        this.bounds = new int[2 * texts.length];
        this.count = texts.length;
    }

    /** Reads as texts were written before there was a dictionary. */
    void readWithoutKinds() {
        isWithoutKinds = true;
    }

    int readByte() {
        return bytes[at++] & 0xFF;
    }

    int readFixed() {
        return readByte() | readByte() << 8;
    }

    long readNumber() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new IllegalStateException("a number without end");
    }

    void skipNumber() {
        while (bytes[at++] < 0) {
            // The last byte of a number is the first that is not negative.
        }
    }

    long readSigned() {
        long value = readNumber();
        return value >>> 1 ^ -(value & 1);
    }

    /** From here on there are bits, until {@link #endBits}. */
    void beginBits() {
        bit = at * Byte.SIZE;
    }

    void endBits() {
        at = (bit + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** At most 32 bits. */
    long readBits(int count) {
        long bits = count == 0 ? 0 : window() >>> Long.SIZE - count;
        bit += count;
        return bits;
    }

    long readRice(int parameter) {
        long window = window();
        int ones = Long.numberOfLeadingZeros(~window);
        if (ones >= Rice.MOST_ONES) {
            bit += Rice.MOST_ONES;
            return readBits(32) << 32 | readBits(32);
        }
        bit += ones + 1 + parameter;
        return (long) ones << parameter | (parameter == 0 ? 0 : window << ones + 1 >>> Long.SIZE - parameter);
    }

    /** The next bits, at least 57 of them while there are as many; the highest is the first. */
    private long window() {
        int from = bit / Byte.SIZE;
        long window = 0;
        if (from + Long.BYTES <= bytes.length) {
            window = (long) LONG.get(bytes, from);
        } else {
            for (int i = from; i < bytes.length; i++) {
                window |= (bytes[i] & 0xFFL) << Long.SIZE - Byte.SIZE * (i - from + 1);
            }
        }
        return window << bit % Byte.SIZE;
    }

    boolean readFlag() {
        return readByte() != 0;
    }

    /** Null where the writer had none. */
    Long readOptional() {
        long value = readNumber();
        return value == 0 ? null : Long.valueOf(value - 1 >>> 1 ^ -(value - 1 & 1));
    }

    String readText() {
        return text(passText());
    }

    /** Goes over one text, written out or not, and answers what stands for it. */
    long passText() {
        long code = readNumber();
        if (isWithoutKinds) {
            if (code == count) {
                pass(Math.toIntExact(readNumber()));
            }
            return code << KIND_BITS | REPEATED;
        }
        if ((code & KIND) == WRITTEN_OUT) {
            pass(Math.toIntExact(code >>> KIND_BITS));
            return (long) count - 1 << KIND_BITS | REPEATED;
        }
        return code;
    }

    private void pass(int length) {
        if (count == texts.length) {
            texts = Arrays.copyOf(texts, Math.max(16, 2 * count));
            bounds = Arrays.copyOf(bounds, 2 * texts.length);
        }
        bounds[2 * count] = at;
        at += length;
        bounds[2 * count + 1] = at;
        count++;
    }

    /** A text that has been gone over. */
    String text(long code) {
        int value = (int) (code >>> KIND_BITS);
        return switch ((int) code & KIND) {
            case WORD -> dictionary.word(value);
            case DIGITS -> Long.toString(code >>> KIND_BITS);
            default -> {
                if (texts[value] == null) {
                    int from = bounds[2 * value];
                    texts[value] = new String(bytes, from, bounds[2 * value + 1] - from, StandardCharsets.UTF_8);
                }
                yield texts[value];
            }
        };
    }

    /** Whether the word with this number is one of these. */
    boolean isWordOneOf(Words words, int number) {
        return words.contains(dictionary, number);
    }

    /** The word with this number. */
    String word(int number) {
        return dictionary.word(number);
    }

    /** Whether a text that has been gone over is one of these. */
    boolean isOneOf(Words words, long code) {
        int value = (int) (code >>> KIND_BITS);
        int kind = (int) code & KIND;
        if (kind == WORD) {
            return isWordOneOf(words, value);
        }
        return kind == REPEATED && texts[value] == null
                ? words.contains(bytes, bounds[2 * value], bounds[2 * value + 1])
                : words.contains(text(code));
    }

    <T> List<T> readAll(Supplier<T> read) {
        int size = Math.toIntExact(readNumber());
        List<T> values = new ArrayList<>(Math.min(size, 1_024));
        for (int i = 0; i < size; i++) {
            values.add(read.get());
        }
        return values;
    }
}
