package dmp.networks;

import java.util.List;
import java.util.Map;

/**
 * An answer to a request.
 *
 * @param body what is sent as JSON; null sends no body
 * @param acknowledged the changes that the sender may take as made once it has this answer
 */
record Reply(int status, Map<String, String> headers, Object body, List<Change> acknowledged) {

    static Reply of(int status, Object body) {
        return new Reply(status, Map.of(), body, List.of());
    }

    static Reply error(int status, String message) {
        return of(status, Map.of("status", status, "detail", message));
    }

    Reply retryAfter(int seconds) {
        return new Reply(status, Map.of("Retry-After", Integer.toString(seconds)), body, acknowledged);
    }

    Reply acknowledging(List<Change> changes) {
        return new Reply(status, headers, body, List.copyOf(changes));
    }

    boolean isSuccess() {
        return status / 100 == 2;
    }
}
