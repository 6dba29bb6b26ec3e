package dmp.activation.audience;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one identifier says of another, or of itself.
 *
 * @param version of the contributor's membership record
 * @param allowed the contributor's own consent; a contribution to another identifier always has it
 * @param segmentToCause see {@link Memberships}
 */
record Contribution(
        @JsonProperty("v") long version,
        @JsonProperty("a") boolean allowed,
        @JsonProperty("s") Map<String, Long> segmentToCause) {

    Contribution {
        segmentToCause = segmentToCause == null ? Map.of() : Map.copyOf(segmentToCause);
    }
}
