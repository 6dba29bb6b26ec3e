package dmp.segment.evaluation;

import java.nio.charset.StandardCharsets;

import dmp.segment.rule.Rule;

/**
 * Draws by lot, always the same: where an identifier stands in a drawing is {@code h * 10,000 / 2^64}, with h the 64-bit
 * FNV-1a hash of the drawing's name, a zero byte and the identifier ({@code namespace:value}) in UTF-8, mixed as MurmurHash3
 * does at its end (fmix64), unsigned. Others can draw the same outside of the platform. Never to be changed: everybody would
 * change sides.
 */
final class Drawing {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Drawing() {}

    /** From 0 to below {@link Rule.Sample#WHOLE}. */
    static int place(String drawing, String identifier) {
        long hash = fnv(FNV_OFFSET, drawing);
        hash *= FNV_PRIME;
        hash = mixed(fnv(hash, identifier));
        return (int) Math.unsignedMultiplyHigh(hash, Rule.Sample.WHOLE);
    }

    private static long fnv(long hash, String text) {
        long result = hash;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            result = (result ^ (b & 0xff)) * FNV_PRIME;
        }
        return result;
    }

    private static long mixed(long hash) {
        long h = hash;
        h = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }
}
