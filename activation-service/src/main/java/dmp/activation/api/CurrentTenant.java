package dmp.activation.api;

import jakarta.enterprise.context.RequestScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;

/** The tenant on whose behalf the request is made: the flat {@code tenant} claim of its token, nothing else. */
@RequestScoped
public class CurrentTenant {

    private final JsonWebToken token;

    CurrentTenant(JsonWebToken token) {
        this.token = token;
    }

    /** @throws Problem 403 when the token names no tenant */
    public String id() {
        String tenant = token.getClaim("tenant");
        if (tenant == null || tenant.isBlank()) {
            throw Problem.forbidden("tenant-missing", "The access token names no tenant.");
        }
        return tenant;
    }
}
