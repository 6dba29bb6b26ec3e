package dmp.segment.definition;

import dmp.segment.api.Refusal;

/** The version that a change was made from, as the header {@code If-Match} names it; null or {@code *} for any. */
record IfMatch(String header) {

    /** @throws Refusal 428 when the header is missing */
    static IfMatch required(String header) {
        if (header == null || header.isBlank()) {
            throw Refusal.unconditional();
        }
        return new IfMatch(header.strip());
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** @throws Refusal 412 when another version is current */
    void require(long current) {
        if (header != null && !header.equals("*") && !header.equals(etag(current))) {
            throw Refusal.stale(etag(current));
        }
    }
}
