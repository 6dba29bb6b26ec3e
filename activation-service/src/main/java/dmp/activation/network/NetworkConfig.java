package dmp.activation.network;

import java.nio.file.Path;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How networks are reached. */
@ConfigMapping(prefix = "dmp.activation")
public interface NetworkConfig {

    CredentialFiles credentials();

    Reach delivery();

    interface CredentialFiles {
        /** Where secrets lie, one file each, named {@code <tenant>.<reference>}. */
        @WithDefault("/etc/dmp/credentials")
        Path directory();

        /** How long a secret that was read is used before its file is read again. */
        @WithDefault("10s")
        Duration keptFor();
    }

    interface Reach {
        /** Endpoints on loopback, link-local and private addresses, and without TLS, are allowed: for local use and tests only. */
        @WithDefault("false")
        boolean privateEndpointsAllowed();

        @WithDefault("2s")
        Duration connectTimeout();

        /** Longest time for a whole exchange. Shorter than a claim, so that nobody else begins meanwhile. */
        @WithDefault("10s")
        Duration requestTimeout();
    }
}
