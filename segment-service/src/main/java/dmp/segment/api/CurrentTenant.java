package dmp.segment.api;

import jakarta.enterprise.context.RequestScoped;

import io.quarkus.oidc.runtime.OidcJwtCallerPrincipal;
import io.quarkus.security.identity.SecurityIdentity;

/** Whose request this is, by the token's {@code tenant} claim. */
@RequestScoped
public class CurrentTenant {

    private final SecurityIdentity identity;

    CurrentTenant(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws Refusal 403 when the token names no tenant */
    public String id() {
        if (identity.getPrincipal() instanceof OidcJwtCallerPrincipal token
                && token.getClaim("tenant") instanceof String tenant
                && !tenant.isBlank()
                && tenant.indexOf('|') < 0) {
            return tenant;
        }
        throw Refusal.forbidden("tenant-missing", "The access token names no tenant.");
    }

    /** Who acts, for the history. */
    public String user() {
        return identity.getPrincipal().getName();
    }
}
