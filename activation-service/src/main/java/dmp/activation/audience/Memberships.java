package dmp.activation.audience;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The last membership record of an identifier that was handled to its end. It is written last of all that follows from a
 * record, so that a redelivery after a crash finds the difference still to be made.
 *
 * @param version of the record
 * @param allowed networks may be told
 * @param segmentToCause the segments it is in; for each, in milliseconds since 1970, when the event was received that brought it
 *     in, 0 when none did
 * @param linked other identifiers of the same profile
 */
record Memberships(
        @JsonProperty("v") long version,
        @JsonProperty("a") boolean allowed,
        @JsonProperty("s") Map<String, Long> segmentToCause,
        @JsonProperty("l") List<String> linked) {

    static final Memberships NONE = new Memberships(-1, false, Map.of(), List.of());

    Memberships {
        segmentToCause = segmentToCause == null ? Map.of() : Map.copyOf(segmentToCause);
        linked = linked == null ? List.of() : List.copyOf(linked);
    }

    boolean saysTheSameAs(Memberships other) {
        return allowed == other.allowed
                && segmentToCause.keySet().equals(other.segmentToCause.keySet())
                && linked.equals(other.linked);
    }
}
