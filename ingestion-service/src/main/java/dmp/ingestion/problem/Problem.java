package dmp.ingestion.problem;

import java.util.List;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** An answer that is not what was asked for, with a code for machines and a way out for people. */
public final class Problem extends HttpProblem {

    private static final long serialVersionUID = 1L;

    /** One thing that is wrong with a request. */
    public record Violation(String pointer, String code, String message) {}

    private Problem(Builder builder) {
        super(builder);
    }

    public static Problem of(int status, String code, String detail) {
        return new Problem(builder(status, code, detail));
    }

    public static Problem withHeader(int status, String code, String detail, String header, Object value) {
        return new Problem(builder(status, code, detail).withHeader(header, value));
    }

    /** Also the answer when the thing exists, but is another tenant's. */
    public static Problem notFound(String what, String id) {
        return of(404, "not-found", "There is no " + what + " \"" + id + "\".");
    }

    public static Problem invalid(List<Violation> violations) {
        return new Problem(builder(422, "invalid", "The request was understood, but not all of it can be accepted.")
                .with("errors", violations));
    }

    private static Builder builder(int status, String code, String detail) {
        return HttpProblem.builder()
                .withStatus(status)
                .withTitle(title(status))
                .withDetail(detail)
                .with("code", code);
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            case 412 -> "Precondition Failed";
            case 413 -> "Content Too Large";
            case 422 -> "Unprocessable Content";
            case 428 -> "Precondition Required";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> throw new IllegalArgumentException("no title for status " + status);
        };
    }
}
