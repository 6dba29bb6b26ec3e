package dmp.activation.api;

import java.util.List;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** A refusal, as {@code application/problem+json}: a code for programs, a detail for people, and what to mend where. */
public final class Problem extends HttpProblem {

    private Problem(Builder builder) {
        super(builder);
    }

    /**
     * One thing to mend in a request.
     *
     * @param pointer JSON pointer into the request's body
     * @param code what is wrong, for programs
     * @param message what to do about it, for people
     */
    public record Fault(String pointer, String code, String message) {}

    public static Problem invalid(List<Fault> faults) {
        return new Problem(builder()
                .withTitle("The request is not valid")
                .withStatus(400)
                .withDetail("Mend what `errors` lists and send it again.")
                .with("code", "invalid-request")
                .with("errors", List.copyOf(faults)));
    }

    public static Problem invalid(String pointer, String code, String message) {
        return invalid(List.of(new Fault(pointer, code, message)));
    }

    /** @param what the kind of definition that was to be sent */
    public static Problem bodyMissing(String what) {
        return invalid("", "body-missing", "Send the " + what + " as JSON.");
    }

    public static Problem unauthorized(String code, String detail) {
        return of(401, "Not authenticated", code, detail);
    }

    public static Problem forbidden(String code, String detail) {
        return of(403, "Not allowed", code, detail);
    }

    /** Said as well of what belongs to another tenant. */
    public static Problem notFound(String what, String id) {
        return of(404, "Not found", what + "-unknown", "There is no " + what + " \"" + id + "\".");
    }

    public static Problem exists(String what, String id) {
        return of(409, "Already there", what + "-exists", "There is already a " + what + " \"" + id + "\".");
    }

    public static Problem conflict(String code, String detail) {
        return of(409, "Conflict", code, detail);
    }

    public static Problem stale(long version) {
        return of(
                412,
                "Changed meanwhile",
                "stale",
                "The present version is \"" + version + "\": read it, then try again.");
    }

    public static Problem conditionMissing() {
        return of(
                428,
                "If-Match is missing",
                "if-match-missing",
                "Send If-Match with the ETag of the version you change.");
    }

    private static Problem of(int status, String title, String code, String detail) {
        return new Problem(
                builder().withTitle(title).withStatus(status).withDetail(detail).with("code", code));
    }
}
