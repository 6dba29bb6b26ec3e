package dmp.profile.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link ByteWriter} with the same vocabulary wrote. Fails on a version it does not know and on a truncated value. */
public final class ByteReader {

    private final byte[] bytes;
    private final List<String> texts;
    private final int version;
    private int at;

    /**
     * @param oldest version that the caller knows how to read
     * @param newest the one that is written
     */
    public ByteReader(byte[] bytes, int oldest, int newest, Vocabulary vocabulary) {
        this.bytes = bytes;
        version = Byte.toUnsignedInt(bytes[at++]);
        if (version < oldest || version > newest) {
            throw new IllegalArgumentException("A value of format " + version
                    + " was found where this release reads formats " + oldest + " to " + newest);
        }
        int own = count();
        texts = new ArrayList<>(vocabulary.size() + own);
        texts.addAll(vocabulary.texts());
        for (int i = 0; i < own; i++) {
            int length = count();
            texts.add(new String(bytes, at, length, StandardCharsets.UTF_8));
            at += length;
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

    public String text() {
        return texts.get(Math.toIntExact(number()));
    }
}
