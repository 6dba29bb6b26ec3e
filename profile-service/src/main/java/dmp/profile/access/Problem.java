package dmp.profile.access;

import java.util.List;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.Response.StatusType;

import io.quarkiverse.resteasy.problem.HttpProblem;

/** A refusal as {@code application/problem+json}: a code for machines, a detail that says what to do, the faults of a request one by one. */
public final class Problem extends HttpProblem {

    private static final long serialVersionUID = 1L;

    /**
     * One fault in a request.
     *
     * @param pointer JSON pointer to the part that is to blame
     * @param code why, for machines
     * @param message why, for people, and what to do about it
     */
    public record Fault(String pointer, String code, String message) {}

    private Problem(StatusType status, String code, String detail, List<Fault> faults) {
        super(builder(status, code, detail, faults));
    }

    private static Builder builder(StatusType status, String code, String detail, List<Fault> faults) {
        Builder builder = HttpProblem.builder()
                .withTitle(status.getReasonPhrase())
                .withStatus(status)
                .withDetail(detail)
                .with("code", code);
        return faults.isEmpty() ? builder : builder.with("errors", faults);
    }

    public static Problem invalid(List<Fault> faults) {
        return new Problem(
                Status.BAD_REQUEST,
                "invalid",
                faults.size() == 1 ? faults.getFirst().message() : faults.size() + " things are to be mended.",
                faults);
    }

    public static Problem forbidden(String detail) {
        return new Problem(Status.FORBIDDEN, "no-tenant", detail, List.of());
    }

    public static Problem notFound(String detail) {
        return new Problem(Status.NOT_FOUND, "not-found", detail, List.of());
    }

    public static Problem conflict(String code, String detail) {
        return new Problem(Status.CONFLICT, code, detail, List.of());
    }

    public static Problem preconditionRequired() {
        return new Problem(
                Status.PRECONDITION_REQUIRED,
                "if-match-missing",
                "Send the ETag of the version you have changed as If-Match.",
                List.of());
    }

    public static Problem preconditionFailed(long version) {
        return new Problem(
                Status.PRECONDITION_FAILED,
                "if-match-stale",
                "Somebody has changed it meanwhile: it is at version " + version + ". Read it and change it again.",
                List.of());
    }

    public static Problem unavailable(String detail) {
        return new Problem(Status.SERVICE_UNAVAILABLE, "unavailable", detail, List.of());
    }
}
