package dmp.segment.timing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Tells the writer of an identifier to ask all segments about it anew. It may come more than once, late, or for an instant
 * that has been superseded: asking is harmless. As a record's value it is the revision in decimal.
 *
 * @param revision the identifier must be asked under rules at least as new as this revision of its tenant's; 0 when any will do
 */
public record Tick(long revision) {

    public static final String TOPIC = "dmp.segment.ticks.v1";

    /** The consumers that handle ticks, and profiles beside them. */
    public static final String GROUP = "segment-memberships";

    /** An instant was due. */
    static final Tick DUE = new Tick(0);

    byte[] toBytes() {
        return Long.toString(revision).getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IOException when these bytes are no tick */
    public static Tick read(byte[] bytes) throws IOException {
        try {
            return new Tick(Long.parseLong(new String(bytes == null ? new byte[0] : bytes, StandardCharsets.UTF_8)));
        } catch (NumberFormatException unreadable) {
            throw new IOException(unreadable);
        }
    }
}
