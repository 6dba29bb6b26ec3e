package dmp.ingestion.collect;

import java.util.Locale;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;

import io.vertx.core.http.HttpServerRequest;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

import dmp.ingestion.problem.Problem;
import dmp.ingestion.source.SourceDirectory;

/**
 * Lets the pages of our sources read our answers to their events, refusals included. Credentials are never needed. A
 * preflight request carries no write key, so it is answered for the origins of all sources together; the request
 * itself is then held against its own source.
 */
@Singleton
class Cors {

    private final SourceDirectory directory;

    Cors(SourceDirectory directory) {
        this.directory = directory;
    }

    RestResponse<Void> preflight(HttpServerRequest request) {
        if (!isKnown(request.getHeader("Origin"))) {
            throw Problem.of(403, "origin-not-allowed", "No source lists this origin.");
        }
        return RestResponse.ResponseBuilder.<Void>noContent()
                .header("Access-Control-Allow-Methods", "POST")
                .header("Access-Control-Allow-Headers", "Content-Type, Content-Encoding, X-Write-Key, Authorization")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }

    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        String origin = request.getHeaderString("Origin");
        if (origin != null && request.getUriInfo().getPath().startsWith("/v1/events")) {
            response.getHeaders().add("Vary", "Origin");
            if (isKnown(origin)) {
                response.getHeaders().putSingle("Access-Control-Allow-Origin", origin);
            }
        }
    }

    private boolean isKnown(String origin) {
        return origin != null && directory.isKnownOrigin(origin.toLowerCase(Locale.ROOT));
    }
}
