package dmp.local.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dmp.local.AccessToken;

/** Access tokens of the Keycloak that {@link PlatformResource} has started. */
public final class Tokens {

    /** Tests and test resources may be loaded by different class loaders: a system property reaches both. */
    static final String REALM = "dmp.local.realm";

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private static final Map<String, Cached> KEY_TO_TOKEN = new ConcurrentHashMap<>();

    private record Cached(String value, Instant until) {}

    private Tokens() {}

    /**
     * A token for a person ({@code acme-marketer}) or a machine ({@code acme-ad-network}); the same one until it is about to expire.
     *
     * @throws IllegalStateException when no Keycloak has been started
     */
    public static String of(String name) {
        String realm = System.getProperty(REALM);
        if (realm == null) {
            throw new IllegalStateException("No Keycloak: add keycloak to the parts of PlatformResource");
        }
        return KEY_TO_TOKEN
                .compute(
                        realm + " " + name,
                        (key, cached) ->
                                cached != null && Instant.now().isBefore(cached.until()) ? cached : fetch(realm, name))
                .value();
    }

    private static Cached fetch(String realm, String name) {
        try {
            AccessToken token = AccessToken.fetch(realm, name);
            return new Cached(
                    token.value(), Instant.now().plus(token.lifetime()).minus(MARGIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a token", e);
        }
    }
}
