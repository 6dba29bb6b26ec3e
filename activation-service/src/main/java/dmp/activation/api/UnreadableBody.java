package dmp.activation.api;

import java.util.List;
import jakarta.ws.rs.core.Response;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Bodies that are not what the API takes are refused with the place in them, a property nobody knows included. */
class UnreadableBody {

    @ServerExceptionMapper(priority = 1)
    Response unknownProperty(UnrecognizedPropertyException e) {
        return Problem.invalid(
                        pointer(e.getPath()),
                        "property-unknown",
                        "There is no such property; known are " + e.getKnownPropertyIds() + ".")
                .toResponse();
    }

    @ServerExceptionMapper(priority = 1)
    Response mismatch(JsonMappingException e) {
        if (e.getCause() instanceof Problem problem) {
            return problem.toResponse();
        }
        return Problem.invalid(pointer(e.getPath()), "value-unreadable", "The value is not of the kind expected here.")
                .toResponse();
    }

    @ServerExceptionMapper(priority = 1)
    Response notJson(JsonProcessingException e) {
        return Problem.invalid("", "json-unreadable", "The body is not JSON: " + e.getOriginalMessage())
                .toResponse();
    }

    static String pointer(List<JsonMappingException.Reference> path) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : path) {
            pointer.append('/').append(step.getFieldName() != null ? step.getFieldName() : step.getIndex());
        }
        return pointer.toString();
    }
}
