package dmp.ingestion.tenant;

import jakarta.enterprise.context.RequestScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;

import dmp.ingestion.problem.Problem;

/** The tenant that the access token of this request names. */
@RequestScoped
public class CurrentTenant {

    private final JsonWebToken token;

    CurrentTenant(JsonWebToken token) {
        this.token = token;
    }

    /** @throws Problem 403 when the token names none: without a tenant there is nothing to see */
    public String id() {
        String tenant = token.getClaim("tenant");
        if (tenant == null || tenant.isBlank()) {
            throw Problem.of(
                    403, "tenant-missing", "The access token has no tenant claim. Ask your administrator for one.");
        }
        return tenant;
    }
}
