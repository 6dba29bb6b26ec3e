package dmp.segment.membership;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link CompactWriter} has written. Throws unchecked exceptions when the bytes are something else. */
final class CompactReader {

    private final byte[] bytes;
    private final List<String> texts;
    private int at;

    CompactReader(byte[] bytes, List<String> known) {
        this.bytes = bytes;
        this.texts = new ArrayList<>(new LinkedHashSet<>(known));
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

    String readText() {
        int index = Math.toIntExact(readNumber());
        if (index == texts.size()) {
            int length = Math.toIntExact(readNumber());
            texts.add(new String(bytes, at, length, StandardCharsets.UTF_8));
            at += length;
        }
        return texts.get(index);
    }

    <T> List<T> readAll(Supplier<T> read) {
        int count = Math.toIntExact(readNumber());
        List<T> values = new ArrayList<>(Math.min(count, 1_024));
        for (int i = 0; i < count; i++) {
            values.add(read.get());
        }
        return values;
    }
}
