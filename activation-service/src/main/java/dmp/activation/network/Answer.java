package dmp.activation.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/** What a network said to a delivery. */
public sealed interface Answer {

    /** It has taken everything but what it names. */
    record Acknowledged(List<Failure> failures) implements Answer {
        public Acknowledged {
            failures = List.copyOf(failures);
        }
    }

    /** It will say later, by a callback. */
    record Promised() implements Answer {}

    /** Too much at this time; nothing of it was taken. */
    record Throttled(String code, Duration retryAfter) implements Answer {}

    /** No answer, or an error of its own: whether anything was taken is not known. {@code retryAfter} may be null. */
    record Unavailable(String code, Duration retryAfter) implements Answer {}

    /** It does not take a request of this size; nothing of it was taken. */
    record TooLarge(String code) implements Answer {}

    /** It refuses the request as a whole: credentials, account or format. Nothing of it was taken. */
    record Refused(String code, String message) implements Answer {}

    /**
     * A part of a delivery that the network refuses for good.
     *
     * @param change position of the change in the delivery, from 0
     * @param segment which of the change's segments; null for all of them
     */
    record Failure(int change, String segment, String code, String message) {}

    /**
     * What an acknowledgement in our own format says was not taken, a list of {@code {index, code, message}}. A failure that names no change of the delivery fails all of them: nobody
     * may take for delivered what perhaps is not.
     */
    static List<Failure> failures(JsonNode failed, int changes) {
        List<Failure> failures = new ArrayList<>();
        for (JsonNode failure : failed) {
            int index = failure.path("index").asInt(-1);
            String code = Codes.clean(failure.path("code").asText("refused"));
            String message = failure.path("message").asText("");
            if (index >= 0 && index < changes) {
                failures.add(new Failure(index, null, code, message));
            } else {
                for (int i = 0; i < changes; i++) {
                    failures.add(new Failure(i, null, code, message));
                }
            }
        }
        return failures;
    }
}
