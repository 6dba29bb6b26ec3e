package dmp.segment.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Reads what {@link CompactWriter} has written. A text is decoded when it is asked for, not when it is passed. Throws unchecked
 * exceptions when the bytes are something else.
 */
final class CompactReader {

    private final byte[] bytes;

    /** Where each text begins and ends; of those known beforehand, nothing. */
    private int[] bounds = new int[64];

    /** Null where a text has not been decoded yet. */
    private String[] texts;

    private int count;
    private int at;

    /** @param known distinct texts that the writer knew as well */
    CompactReader(byte[] bytes, List<String> known) {
        this.bytes = bytes;
        this.texts = known.toArray(new String[bounds.length / 2]);
        this.count = known.size();
    }

    /** The first byte, wherever the reader is. */
    int first() {
        return bytes[0] & 0xFF;
    }

    int readByte() {
        return bytes[at++] & 0xFF;
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

    boolean readFlag() {
        return readByte() != 0;
    }

    Instant readInstant(long baseMillis) {
        return readFlag() ? Instant.ofEpochMilli(baseMillis - readSigned()) : null;
    }

    void skipInstant() {
        if (readFlag()) {
            skipNumber();
        }
    }

    String readText() {
        return text(passText());
    }

    /** Goes over one text, new or not, and answers its index. */
    int passText() {
        int index = Math.toIntExact(readNumber());
        if (index == count) {
            int length = Math.toIntExact(readNumber());
            if (count == texts.length) {
                texts = Arrays.copyOf(texts, 2 * count);
                bounds = Arrays.copyOf(bounds, 4 * count);
            }
            bounds[2 * count] = at;
            at += length;
            bounds[2 * count + 1] = at;
            count++;
        }
        return index;
    }

    /** A text that has been gone over. */
    String text(int index) {
        if (texts[index] == null) {
            int from = bounds[2 * index];
            texts[index] = new String(bytes, from, bounds[2 * index + 1] - from, StandardCharsets.UTF_8);
        }
        return texts[index];
    }

    /** Whether a text that has been gone over is one of these. */
    boolean isOneOf(Words words, int index) {
        return texts[index] != null
                ? words.contains(texts[index])
                : words.contains(bytes, bounds[2 * index], bounds[2 * index + 1]);
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
