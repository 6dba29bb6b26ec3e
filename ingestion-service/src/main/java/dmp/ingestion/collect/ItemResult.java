package dmp.ingestion.collect;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import dmp.ingestion.quarantine.Rejection;

/**
 * What became of one item of a request.
 *
 * @param id the event's id: its sender's, or the one it was given
 * @param code why it was rejected; with reason and pointer null when it was not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ItemResult(int index, String id, Status status, String code, String reason, String pointer) {

    public enum Status {
        /** It is durable. */
        @JsonProperty("accepted")
        ACCEPTED,
        /** It was durable already. */
        @JsonProperty("duplicate")
        DUPLICATE,
        @JsonProperty("rejected")
        REJECTED
    }

    static ItemResult of(int index, String id, Status status) {
        return new ItemResult(index, id, status, null, null, null);
    }

    static ItemResult rejected(int index, String id, Rejection rejection) {
        return new ItemResult(
                index, id, Status.REJECTED, rejection.code().wire(), rejection.reason(), rejection.pointer());
    }

    /** The answer to a request: a count of each, and each item. */
    record Receipt(int accepted, int duplicate, int rejected, List<ItemResult> results) {

        static Receipt of(List<ItemResult> results) {
            return new Receipt(
                    count(results, Status.ACCEPTED),
                    count(results, Status.DUPLICATE),
                    count(results, Status.REJECTED),
                    results);
        }

        private static int count(List<ItemResult> results, Status status) {
            int count = 0;
            for (ItemResult result : results) {
                if (result.status() == status) {
                    count++;
                }
            }
            return count;
        }
    }
}
