package dmp.segment.benchmark.service;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One connection to Redis over which many commands go before their answers are read. The least that a client can do. */
final class RedisPipe implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final byte[] LINE = {'\r', '\n'};

    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private int unanswered;

    RedisPipe(URI redis) throws IOException {
        socket = new Socket(redis.getHost(), redis.getPort());
        socket.setTcpNoDelay(true);
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void send(byte[]... command) throws IOException {
        head('*', command.length);
        for (byte[] part : command) {
            head('$', part.length);
            out.write(part);
            out.write(LINE);
        }
        unanswered++;
    }

    /** Sends, and from time to time waits for the answers, of which none may be an error. */
    void sendMany(int atOnce, byte[]... command) throws IOException {
        send(command);
        if (unanswered >= atOnce) {
            settle();
        }
    }

    /** Waits for all answers; answers how many bytes of values were in them. */
    long settle() throws IOException {
        out.flush();
        long bytes = 0;
        for (; unanswered > 0; unanswered--) {
            bytes += skipAnswer();
        }
        return bytes;
    }

    /** A number of what {@code INFO} tells; for a connection without anything on its way. */
    long info(String section, String name) throws IOException {
        send(bytes("INFO"), bytes(section));
        out.flush();
        unanswered--;
        byte[] text = new byte[Integer.parseInt(line().substring(1))];
        in.readNBytes(text, 0, text.length);
        in.skipNBytes(LINE.length);
        return new String(text, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IOException("INFO " + section + " does not tell " + name));
    }

    private void head(char type, int number) throws IOException {
        out.write(type);
        out.write(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        out.write(LINE);
    }

    private long skipAnswer() throws IOException {
        String line = line();
        return switch (line.charAt(0)) {
            case '-' -> throw new IOException(line);
            case '$' -> skipBulk(Integer.parseInt(line.substring(1)));
            default -> 0;
        };
    }

    private long skipBulk(int length) throws IOException {
        if (length >= 0) {
            in.skipNBytes(length + 2L);
        }
        return Math.max(0, length);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
