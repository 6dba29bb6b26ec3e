package dmp.ingestion.enrich;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes small IPv4 databases in MaxMind's format (MaxMind DB File Format Specification 2.0): a binary tree over the
 * bits of the address, a data section, and metadata at the end.
 */
final class MmdbWriter {

    private static final int RECORD_BITS = 24;
    private static final int EMPTY = -1;

    /** Each node's two records: another node (≥ 0), {@link #EMPTY}, or {@code -2 - offset} into the data section. */
    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));

    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<Object, Integer> valueToOffset = new HashMap<>();

    /** @param network such as {@code 81.2.69.0/24}; networks do not overlap */
    void add(String network, Map<String, ?> value) {
        String[] parts = network.split("/");
        byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
        int length = Integer.parseInt(parts[1]);
        int node = 0;
        for (int depth = 0; depth < length; depth++) {
            int bit = address[depth / 8] >> (7 - depth % 8) & 1;
            int[] records = nodes.get(node);
            if (depth == length - 1) {
                if (records[bit] != EMPTY) {
                    throw new IllegalArgumentException("overlaps another network: " + network);
                }
                records[bit] = -2 - offsetOf(value);
            } else {
                if (records[bit] < EMPTY) {
                    throw new IllegalArgumentException("lies within another network: " + network);
                }
                if (records[bit] == EMPTY) {
                    nodes.add(new int[] {EMPTY, EMPTY});
                    records[bit] = nodes.size() - 1;
                }
                node = records[bit];
            }
        }
    }

    byte[] toBytes(String databaseType, long buildEpoch) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (int[] records : nodes) {
            for (int record : records) {
                int written = record == EMPTY ? nodes.size() : record < EMPTY ? nodes.size() + 16 - 2 - record : record;
                file.write(written >> 16);
                file.write(written >> 8);
                file.write(written);
            }
        }
        file.writeBytes(new byte[16]);
        file.writeBytes(data.toByteArray());
        file.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        file.writeBytes("MaxMind.com".getBytes(StandardCharsets.US_ASCII));
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", new Unsigned(5, 2));
        metadata.put("binary_format_minor_version", new Unsigned(5, 0));
        metadata.put("build_epoch", new Unsigned(9, buildEpoch));
        metadata.put("database_type", databaseType);
        metadata.put("description", Map.of("en", "A few networks of large cities"));
        metadata.put("ip_version", new Unsigned(5, 4));
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", new Unsigned(6, nodes.size()));
        metadata.put("record_size", new Unsigned(5, RECORD_BITS));
        write(metadata, file);
        return file.toByteArray();
    }

    /** An unsigned integer of one of the format's types: 5 is 16 bits, 6 is 32, 9 is 64. */
    private record Unsigned(int type, long value) {}

    private int offsetOf(Object value) {
        return valueToOffset.computeIfAbsent(value, _ -> {
            int offset = data.size();
            write(value, data);
            return offset;
        });
    }

    private static void write(Object value, ByteArrayOutputStream out) {
        switch (value) {
            case String text -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                writeControl(2, bytes.length, out);
                out.writeBytes(bytes);
            }
            case Double number -> {
                writeControl(3, Double.BYTES, out);
                out.writeBytes(
                        ByteBuffer.allocate(Double.BYTES).putDouble(number).array());
            }
            case Unsigned number -> {
                byte[] bytes = number.value() == 0
                        ? new byte[0]
                        : unsigned(BigInteger.valueOf(number.value()).toByteArray());
                writeControl(number.type(), bytes.length, out);
                out.writeBytes(bytes);
            }
            case Map<?, ?> map -> {
                writeControl(7, map.size(), out);
                map.forEach((key, entry) -> {
                    write(key, out);
                    write(entry, out);
                });
            }
            case List<?> list -> {
                writeControl(11, list.size(), out);
                list.forEach(entry -> write(entry, out));
            }
            default -> throw new IllegalArgumentException("no type of the format: " + value.getClass());
        }
    }

    private static byte[] unsigned(byte[] signed) {
        return signed[0] == 0 ? Arrays.copyOfRange(signed, 1, signed.length) : signed;
    }

    private static void writeControl(int type, int size, ByteArrayOutputStream out) {
        boolean isExtended = type > 7;
        int sizeBits = size < 29 ? size : size < 285 ? 29 : 30;
        out.write((isExtended ? 0 : type) << 5 | sizeBits);
        if (isExtended) {
            out.write(type - 7);
        }
        if (sizeBits == 29) {
            out.write(size - 29);
        } else if (sizeBits == 30) {
            out.write(size - 285 >> 8);
            out.write(size - 285);
        }
    }
}
