package dmp.ingestion.problem;

import java.util.List;
import java.util.stream.Collectors;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Says where in a request's JSON the trouble is, without quoting it. */
class UnreadableJson {

    /** The problem library has mappers of its own for the same exceptions, which quote the value. */
    static final int BEFORE_THE_LIBRARYS = 1;

    @ServerExceptionMapper(priority = BEFORE_THE_LIBRARYS)
    Response unknownProperty(UnrecognizedPropertyException e) {
        String known =
                e.getKnownPropertyIds().stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
        return Problem.invalid(List.of(new Problem.Violation(
                        pointer(e), "unknown-property", "This property is not known. Known are: " + known + ".")))
                .toResponse();
    }

    @ServerExceptionMapper(priority = BEFORE_THE_LIBRARYS)
    Response wrongFormat(InvalidFormatException e) {
        return notAsExpected(e);
    }

    @ServerExceptionMapper(priority = BEFORE_THE_LIBRARYS)
    Response wrongType(MismatchedInputException e) {
        return notAsExpected(e);
    }

    @ServerExceptionMapper(priority = BEFORE_THE_LIBRARYS)
    Response notAsExpected(JsonMappingException e) {
        return Problem.invalid(List.of(new Problem.Violation(
                        pointer(e), "not-as-expected", "The value has the wrong type or is not one of those known.")))
                .toResponse();
    }

    @ServerExceptionMapper(priority = BEFORE_THE_LIBRARYS)
    Response noJson(JsonProcessingException e) {
        var location = e.getLocation();
        return Problem.of(
                        400,
                        "malformed-json",
                        "The body is not JSON"
                                + (location == null
                                        ? "."
                                        : ": see line " + location.getLineNr() + ", column " + location.getColumnNr()
                                                + "."))
                .toResponse();
    }

    private static String pointer(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName()))
                .collect(Collectors.joining());
    }
}
