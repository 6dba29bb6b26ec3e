package dmp.profile.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the parts of a compact value: variable-length numbers (7 bits a byte, lowest first, as Protocol Buffers do) and
 * texts by their place in a dictionary that is part of the value. Texts of a common vocabulary, known to both writer and
 * reader, take one byte and are not repeated in the value.
 */
public final class ByteWriter {

    private final Map<String, Integer> textToIndex = new LinkedHashMap<>();
    private final int vocabulary;
    private byte[] bytes = new byte[128];
    private int length;

    public ByteWriter(List<String> vocabulary) {
        vocabulary.forEach(text -> textToIndex.put(text, textToIndex.size()));
        this.vocabulary = vocabulary.size();
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

    /** The {@code count} lowest bytes of a value. */
    public ByteWriter fixed(long value, int count) {
        for (int i = 0; i < count; i++) {
            octet((int) (value >>> (8 * i)));
        }
        return this;
    }

    public ByteWriter text(String text) {
        Integer index = textToIndex.putIfAbsent(text, textToIndex.size());
        return number(index == null ? textToIndex.size() - 1 : index);
    }

    /** The whole value: the format's version, the dictionary, what was written. */
    public byte[] finish(int version) {
        ByteWriter head = new ByteWriter(List.of());
        head.octet(version);
        head.number(textToIndex.size() - vocabulary);
        textToIndex.keySet().stream().skip(vocabulary).forEach(text -> {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            head.number(utf8.length);
            for (byte b : utf8) {
                head.octet(b);
            }
        });
        byte[] whole = Arrays.copyOf(head.bytes, head.length + length);
        System.arraycopy(bytes, 0, whole, head.length, length);
        return whole;
    }

    private ByteWriter octet(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, length * 2);
        }
        bytes[length++] = (byte) value;
        return this;
    }
}
