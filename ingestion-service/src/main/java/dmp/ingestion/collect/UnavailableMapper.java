package dmp.ingestion.collect;

import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import dmp.ingestion.problem.Problem;
import dmp.ingestion.publish.Unavailable;

/** What could not be made durable in time is the sender's to send again. */
class UnavailableMapper {

    private static final int RETRY_AFTER_SECONDS = 2;

    @ServerExceptionMapper
    Response retryLater(Unavailable e) {
        return Problem.withHeader(
                        503,
                        "not-durable",
                        "The events could not be made durable in time. Send all of them again; ids keep them from counting twice.",
                        "Retry-After",
                        RETRY_AFTER_SECONDS)
                .toResponse();
    }
}
