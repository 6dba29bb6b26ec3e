package dmp.profile.access;

import jakarta.enterprise.context.RequestScoped;

import org.eclipse.microprofile.jwt.JsonWebToken;

import dmp.profile.store.IdentifierKey;

/** The tenant that the caller's token names: the only one whose things the request can reach. */
@RequestScoped
public class CurrentTenant {

    private final JsonWebToken token;

    CurrentTenant(JsonWebToken token) {
        this.token = token;
    }

    /** The tenant's id. A token without one is refused with 403. */
    public String id() {
        String tenant = token.getClaim("tenant");
        if (tenant == null || tenant.isBlank() || tenant.indexOf('|') >= 0) {
            throw Problem.forbidden("The access token names no tenant. Ask your administrator to put you into one.");
        }
        return tenant;
    }

    /** Who acts, for the history. */
    public String user() {
        return token.getName();
    }

    /** An identifier of the tenant. */
    public IdentifierKey identifier(String namespace, String value) {
        return new IdentifierKey(id(), namespace + ':' + value);
    }
}
