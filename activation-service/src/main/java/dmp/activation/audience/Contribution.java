package dmp.activation.audience;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one identifier says of another, or of itself.
 *
 * @param version of the contributor's membership record
 * @param allowed the contributor's own consent; without it, it contributes its denial
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
