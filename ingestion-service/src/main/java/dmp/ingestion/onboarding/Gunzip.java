package dmp.ingestion.onboarding;

import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks a gzip file (RFC 1952), of one or several members, that arrives in pieces; leaves any other file as it is.
 * {@code GZIPInputStream} pulls, and so would block.
 */
final class Gunzip {

    private static final int HAS_HEADER_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private enum Part {
        /** The first two bytes of the file decide whether it is gzip. */
        UNDECIDED,
        NOT_GZIP,
        /** Between members, where the file may end. */
        START,
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CHECKSUM,
        CONTENT,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] chunk = new byte[16_384];

    /** Bytes of a part that must be whole before it can be read. */
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();

    private Part part = Part.UNDECIDED;
    private int flags;
    private int extraLeft;

    /** @return what this piece unpacks to, perhaps nothing yet */
    byte[] unpack(byte[] piece) {
        byte[] bytes = piece;
        if (part == Part.UNDECIDED) {
            held.writeBytes(piece);
            if (held.size() < 2) {
                return new byte[0];
            }
            bytes = held.toByteArray();
            held.reset();
            part = bytes[0] == 0x1f && bytes[1] == (byte) 0x8b ? Part.START : Part.NOT_GZIP;
        }
        return part == Part.NOT_GZIP ? bytes : inflate(bytes);
    }

    /** @return what was held back; fails when the file ends before its content does */
    byte[] end() {
        return switch (part) {
            case UNDECIDED -> held.toByteArray();
            case NOT_GZIP, START -> new byte[0];
            default -> throw damaged();
        };
    }

    /** Gives back the memory of the inflater, which lies outside the heap. */
    void close() {
        inflater.end();
    }

    private byte[] inflate(byte[] bytes) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        int at = 0;
        while (at < bytes.length) {
            if (part == Part.CONTENT) {
                at = inflateContent(bytes, at, unpacked);
            } else {
                accept(bytes[at++] & 0xFF);
            }
        }
        return unpacked.toByteArray();
    }

    /** @return where the content ends */
    private int inflateContent(byte[] bytes, int from, ByteArrayOutputStream unpacked) {
        inflater.setInput(bytes, from, bytes.length - from);
        try {
            for (int length = inflater.inflate(chunk); length > 0; length = inflater.inflate(chunk)) {
                checksum.update(chunk, 0, length);
                unpacked.write(chunk, 0, length);
            }
        } catch (DataFormatException e) {
            throw damaged();
        }
        if (inflater.finished()) {
            part = Part.TRAILER;
            held.reset();
        } else if (inflater.needsDictionary()) {
            throw damaged();
        }
        return bytes.length - inflater.getRemaining();
    }

    private void accept(int next) {
        switch (part) {
            case START -> {
                held.reset();
                held.write(next);
                part = Part.HEADER;
            }
            case HEADER -> {
                held.write(next);
                if (held.size() == 10) {
                    byte[] header = held.toByteArray();
                    if (header[0] != 0x1f || header[1] != (byte) 0x8b || header[2] != 8) {
                        throw damaged();
                    }
                    flags = header[3];
                    enter(HAS_EXTRA);
                }
            }
            case EXTRA_LENGTH -> {
                held.write(next);
                if (held.size() == 2) {
                    byte[] length = held.toByteArray();
                    extraLeft = length[0] & 0xFF | (length[1] & 0xFF) << 8;
                    part = Part.EXTRA;
                    if (extraLeft == 0) {
                        enter(HAS_NAME);
                    }
                }
            }
            case EXTRA -> {
                if (--extraLeft == 0) {
                    enter(HAS_NAME);
                }
            }
            case NAME -> {
                if (next == 0) {
                    enter(HAS_COMMENT);
                }
            }
            case COMMENT -> {
                if (next == 0) {
                    enter(HAS_HEADER_CHECKSUM);
                }
            }
            case HEADER_CHECKSUM -> {
                held.write(next);
                if (held.size() == 2) {
                    enter(0);
                }
            }
            case TRAILER -> {
                held.write(next);
                if (held.size() == 8) {
                    endMember(held.toByteArray());
                }
            }
            case UNDECIDED, NOT_GZIP, CONTENT -> throw new IllegalStateException("not read byte by byte: " + part);
        }
    }

    /** Goes on to the first part of the header, from {@code from} on, that the flags announce; or to the content. */
    private void enter(int from) {
        held.reset();
        if (from == HAS_EXTRA && (flags & HAS_EXTRA) != 0) {
            part = Part.EXTRA_LENGTH;
        } else if ((from == HAS_EXTRA || from == HAS_NAME) && (flags & HAS_NAME) != 0) {
            part = Part.NAME;
        } else if (from != HAS_HEADER_CHECKSUM && from != 0 && (flags & HAS_COMMENT) != 0) {
            part = Part.COMMENT;
        } else if (from != 0 && (flags & HAS_HEADER_CHECKSUM) != 0) {
            part = Part.HEADER_CHECKSUM;
        } else {
            part = Part.CONTENT;
        }
    }

    private void endMember(byte[] trailer) {
        long expected = trailer[0] & 0xFFL
                | (trailer[1] & 0xFFL) << 8
                | (trailer[2] & 0xFFL) << 16
                | (trailer[3] & 0xFFL) << 24;
        if (expected != checksum.getValue()) {
            throw damaged();
        }
        checksum.reset();
        inflater.reset();
        part = Part.START;
    }

    private static UnreadableFile damaged() {
        return new UnreadableFile("gzip-damaged", "The file begins like gzip, but is damaged or cut off.");
    }
}
