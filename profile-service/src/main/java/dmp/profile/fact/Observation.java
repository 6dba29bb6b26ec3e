package dmp.profile.fact;

import java.nio.charset.StandardCharsets;

/**
 * An event, as facts refer to it.
 *
 * @param at when it happened, in milliseconds since 1970
 * @param event 32 bits that stand for the event's id: two events of one identifier share them with probability 2⁻³²
 */
public record Observation(long at, long event) implements Comparable<Observation> {

    static final int EVENT_BITS = 32;
    private static final long EVENT = (1L << EVENT_BITS) - 1;

    static Observation of(long at, String eventId) {
        return new Observation(at, hash(eventId) & EVENT);
    }

    /** @param event at least as many bits as are kept */
    static Observation known(long at, long event) {
        return new Observation(at, event & EVENT);
    }

    @Override
    public int compareTo(Observation other) {
        int byTime = Long.compare(at, other.at);
        return byTime != 0 ? byTime : Long.compare(event, other.event);
    }

    /** FNV-1a over the UTF-8 bytes, finished by MurmurHash3's mixer so that every bit depends on every byte. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xFF)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
