package dmp.segment.api;

import java.util.List;
import jakarta.ws.rs.core.Response.Status;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** A request that is refused, as {@code application/problem+json} with a {@code code} for programs. */
public final class Refusal extends HttpProblem {

    private static final long serialVersionUID = 1L;

    private static final int PRECONDITION_REQUIRED = 428;

    private Refusal(Builder builder) {
        super(builder);
    }

    /**
     * One error in a request's body.
     *
     * @param pointer JSON pointer to the place
     * @param line within a text, from 1; null when the place is not within a text
     * @param column within a text, from 1
     * @param message what is wrong and what to do
     * @param suggestion what was probably meant; null when there is no good guess
     */
    public record Error(String pointer, Integer line, Integer column, String code, String message, String suggestion) {
        public Error(String pointer, String code, String message) {
            this(pointer, null, null, code, message, null);
        }
    }

    public static Refusal invalid(List<Error> errors) {
        return new Refusal(builder(Status.BAD_REQUEST.getStatusCode(), "Invalid request", "invalid")
                .withDetail(errors.getFirst().message())
                .with("errors", errors));
    }

    public static Refusal notFound(String code, String detail) {
        return new Refusal(
                builder(Status.NOT_FOUND.getStatusCode(), "Not found", code).withDetail(detail));
    }

    static Refusal unauthorized(String code, String detail) {
        return new Refusal(builder(Status.UNAUTHORIZED.getStatusCode(), "Unauthorized", code)
                .withDetail(detail));
    }

    public static Refusal forbidden(String code, String detail) {
        return new Refusal(
                builder(Status.FORBIDDEN.getStatusCode(), "Forbidden", code).withDetail(detail));
    }

    public static Refusal conflict(String code, String detail) {
        return new Refusal(
                builder(Status.CONFLICT.getStatusCode(), "Conflict", code).withDetail(detail));
    }

    public static Refusal stale(String current) {
        return new Refusal(builder(Status.PRECONDITION_FAILED.getStatusCode(), "Changed meanwhile", "stale")
                .withDetail("It has been changed: the current version is " + current + ". Read it again and repeat."));
    }

    public static Refusal unconditional() {
        return new Refusal(builder(PRECONDITION_REQUIRED, "Precondition required", "if-match-missing")
                .withDetail("Send If-Match with the ETag of the version that you changed."));
    }

    private static Builder builder(int status, String title, String code) {
        return HttpProblem.builder().withStatus(status).withTitle(title).with("code", code);
    }
}
