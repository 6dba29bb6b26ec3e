package dmp.profile.access;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Answers a request without a usable token. The mapper that resteasy-problem 3.21 brings is written for an older Quarkus and
 * answers 500.
 */
class NotAuthenticated {

    @ServerExceptionMapper(priority = 1)
    Response missing(UnauthorizedException exception) {
        return unauthorized("Send an access token of the realm as \"Authorization: Bearer …\".");
    }

    @ServerExceptionMapper(priority = 1)
    Response refused(AuthenticationFailedException exception) {
        return unauthorized("The access token is expired or not of this realm. Fetch a new one.");
    }

    private static Response unauthorized(String detail) {
        HttpProblem problem = HttpProblem.builder()
                .withTitle("Unauthorized")
                .withStatus(Response.Status.UNAUTHORIZED)
                .withDetail(detail)
                .with("code", "unauthorized")
                .build();
        return Response.status(Response.Status.UNAUTHORIZED)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .type(HttpProblem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
