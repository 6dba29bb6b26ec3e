package dmp.profile.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the parts of a compact value: variable-length numbers (7 bits a byte, lowest first, as Protocol Buffers do) and
 * texts by their place in a dictionary that is part of the value. Texts of a common vocabulary, known to both writer and
 * reader, take one byte and are not repeated in the value.
 */
public final class ByteWriter {

    private final Vocabulary vocabulary;

    /** Those that are not of the vocabulary. */
    private final Map<String, Integer> textToIndex = new LinkedHashMap<>();

    private byte[] bytes = new byte[128];
    private int length;

    public ByteWriter(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
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

    public ByteWriter text(String text) {
        int common = vocabulary.place(text);
        if (common >= 0) {
            return number(common);
        }
        int next = textToIndex.size();
        Integer index = textToIndex.putIfAbsent(text, next);
        return number(vocabulary.size() + (index == null ? next : index));
    }

    /** The whole value: the format's version, the dictionary, what was written. */
    public byte[] finish(int version) {
        ByteWriter head = new ByteWriter(Vocabulary.NONE);
        head.octet(version);
        head.number(textToIndex.size());
        for (String text : textToIndex.keySet()) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            head.number(utf8.length).octets(utf8);
        }
        byte[] whole = Arrays.copyOf(head.bytes, head.length + length);
        System.arraycopy(bytes, 0, whole, head.length, length);
        return whole;
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
