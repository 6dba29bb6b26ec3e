package dmp.ingestion.onboarding;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.compression.JdkZlibDecoder;
import io.netty.handler.codec.compression.ZlibWrapper;

/** Unpacks a gzip file, of one or several members, that arrives in pieces; leaves any other file as it is. */
final class Gunzip {

    private enum Kind {
        UNKNOWN,
        PLAIN,
        PACKED
    }

    private Kind kind = Kind.UNKNOWN;
    private byte[] start = new byte[0];
    private JdkZlibDecoder decoder;
    private EmbeddedChannel channel;

    /** @return what this piece unpacks to, perhaps nothing yet */
    byte[] unpack(byte[] piece) {
        byte[] bytes = piece;
        if (kind == Kind.UNKNOWN) {
            bytes = joined(start, piece);
            start = bytes;
            if (bytes.length < 2) {
                return new byte[0];
            }
            begin(bytes[0] == 0x1f && bytes[1] == (byte) 0x8b ? Kind.PACKED : Kind.PLAIN);
        }
        return kind == Kind.PLAIN ? bytes : inflate(bytes);
    }

    /** @return what was held back; fails when the file ends before its content does */
    byte[] end() {
        if (kind == Kind.PACKED && !decoder.isClosed()) {
            throw damaged();
        }
        return kind == Kind.UNKNOWN ? start : new byte[0];
    }

    /** Gives back the memory of the inflater. */
    void close() {
        if (channel != null) {
            channel.finishAndReleaseAll();
            channel = null;
        }
    }

    private void begin(Kind found) {
        kind = found;
        start = null;
        if (kind == Kind.PACKED) {
            decoder = new JdkZlibDecoder(ZlibWrapper.GZIP, true, 0);
            channel = new EmbeddedChannel(decoder);
        }
    }

    private byte[] inflate(byte[] bytes) {
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        } catch (DecoderException e) {
            throw damaged();
        }
        byte[] unpacked = new byte[0];
        for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
            byte[] content = new byte[next.readableBytes()];
            next.readBytes(content);
            next.release();
            unpacked = unpacked.length == 0 ? content : joined(unpacked, content);
        }
        return unpacked;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static UnreadableFile damaged() {
        return new UnreadableFile("gzip-damaged", "The file begins like gzip, but is damaged or cut off.");
    }
}
