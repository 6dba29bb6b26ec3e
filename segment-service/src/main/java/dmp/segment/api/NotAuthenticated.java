package dmp.segment.api;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** 401 as a problem. The mappers of quarkus-resteasy-problem 3.21 read a field that Quarkus 3.33 no longer has. */
class NotAuthenticated {

    @ServerExceptionMapper(priority = 1)
    Response missing(UnauthorizedException e) {
        return challenge("token-missing", "Send an access token: Authorization: Bearer ….");
    }

    @ServerExceptionMapper(priority = 1)
    Response failed(AuthenticationFailedException e) {
        return challenge("token-invalid", "The access token is not valid, or not any more: fetch a new one.");
    }

    private static Response challenge(String code, String detail) {
        return Response.fromResponse(Refusal.unauthorized(code, detail).toResponse())
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }
}
