package dmp.ingestion.collect;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import jakarta.inject.Singleton;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;

import dmp.ingestion.consent.PrivacySignals;
import dmp.ingestion.normalise.SubmittedEvent.Client;
import dmp.ingestion.problem.Problem;
import dmp.ingestion.source.SourceDirectory;
import dmp.ingestion.source.SourceDirectory.TenantSource;

/** Who sends a request: by which key, from which page, from which device. */
@Singleton
class Senders {

    private final SourceDirectory directory;
    private final RateLimit rateLimit;

    Senders(SourceDirectory directory, RateLimit rateLimit) {
        this.directory = directory;
        this.rateLimit = rateLimit;
    }

    /**
     * The source whose key the request carries: by header, as the user of Basic authentication, or as {@code k}.
     *
     * @throws Problem (in the Uni) 401 without a valid key, 403 from a page whose origin the source does not list
     */
    Uni<TenantSource> of(HttpServerRequest request) {
        String key = writeKey(request);
        if (key == null || key.isBlank()) {
            return Uni.createFrom().failure(unknownKey());
        }
        return directory.byWriteKey(key).map(found -> {
            TenantSource sender = found.orElseThrow(Senders::unknownKey);
            requireOrigin(request, sender);
            return sender;
        });
    }

    /** @throws Problem 429 when this key has sent more than it may */
    void requireWithinRate(HttpServerRequest request, int events) {
        rateLimit.require(writeKey(request), events);
    }

    /** Only a device's own request tells the person's address and user agent; a server's would tell the server's. */
    static Client client(HttpServerRequest request, TenantSource sender) {
        if (!sender.source().isOnDevice()) {
            return Client.UNKNOWN;
        }
        String ip =
                request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
        return new Client(ip, request.getHeader("User-Agent"));
    }

    static PrivacySignals privacySignals(HttpServerRequest request) {
        return PrivacySignals.ofHeaders(request.getHeader("Sec-GPC"), request.getHeader("DNT"));
    }

    private static void requireOrigin(HttpServerRequest request, TenantSource sender) {
        String origin = request.getHeader("Origin");
        if (origin == null) {
            origin = originOf(request.getHeader("Referer")).orElse(null);
        }
        if (origin != null && !sender.source().origins().contains(origin.toLowerCase(Locale.ROOT))) {
            throw Problem.of(
                    403,
                    "origin-not-allowed",
                    "Pages of this origin may not send for this source. Add the origin to the source if they should.");
        }
    }

    private static Optional<String> originOf(String referer) {
        if (referer == null) {
            return Optional.empty();
        }
        try {
            URI uri = new URI(referer);
            return uri.getHost() == null ? Optional.empty() : Optional.of(uri.getScheme() + "://" + uri.getAuthority());
        } catch (URISyntaxException e) {
            // A page's address that cannot be read belongs to no origin that anyone lists.
            return Optional.of("null");
        }
    }

    private static String writeKey(HttpServerRequest request) {
        String header = request.getHeader("X-Write-Key");
        if (header != null) {
            return header;
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return basicUser(authorization.substring(6).strip());
        }
        return request.getParam("k");
    }

    private static String basicUser(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            return decoded.contains(":") ? decoded.substring(0, decoded.indexOf(':')) : decoded;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Problem unknownKey() {
        return Problem.of(401, "write-key-unknown", "Send a live write key of a source in the header X-Write-Key.");
    }
}
