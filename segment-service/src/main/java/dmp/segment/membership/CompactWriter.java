package dmp.segment.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Writes small numbers in few bytes and each text once. Read by {@link CompactReader}, in the same order. */
final class CompactWriter {

    private final Map<String, Integer> textToIndex = new HashMap<>();
    private byte[] bytes = new byte[4_096];
    private int size;

    /** @param known texts that the reader knows as well */
    CompactWriter(List<String> known) {
        known.forEach(text -> textToIndex.putIfAbsent(text, textToIndex.size()));
    }

    void writeByte(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, size * 2);
        }
        bytes[size++] = (byte) value;
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

    void writeFlag(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Milliseconds before the base; null has a mark of its own. */
    void writeInstant(Instant instant, long baseMillis) {
        writeFlag(instant != null);
        if (instant != null) {
            writeSigned(baseMillis - instant.toEpochMilli());
        }
    }

    void writeText(String text) {
        Integer index = textToIndex.putIfAbsent(text, textToIndex.size());
        if (index != null) {
            writeNumber(index);
            return;
        }
        writeNumber(textToIndex.size() - 1L);
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(encoded.length);
        if (size + encoded.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + encoded.length));
        }
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    <T> void writeAll(Collection<T> values, Consumer<T> write) {
        writeNumber(values.size());
        values.forEach(write);
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }
}
