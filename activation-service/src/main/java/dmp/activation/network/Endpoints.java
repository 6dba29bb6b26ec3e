package dmp.activation.network;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;

import dmp.activation.api.Problem.Fault;

/**
 * Where we may be made to send to. Tenants choose endpoints, so an endpoint must not reach what only our own network can
 * reach: the address is looked up for each request, checked, and the very address that was checked is connected to.
 */
@ApplicationScoped
public class Endpoints {

    private final Vertx vertx;
    private final boolean privateAllowed;

    Endpoints(Vertx vertx, NetworkConfig config) {
        this.vertx = vertx;
        this.privateAllowed = config.delivery().privateEndpointsAllowed();
    }

    /** An endpoint on an address that is not public. */
    static final class NotPublic extends RuntimeException {
        NotPublic() {
            super("endpoint on a private address", null, false, false);
        }
    }

    /** What is wrong with the text itself; whether its host is public is seen when it is looked up. */
    public Optional<Fault> fault(String endpoint) {
        if (endpoint == null || endpoint.isBlank()) {
            return fault("setting-missing", "Name the network's endpoint.");
        }
        URI uri;
        try {
            uri = URI.create(endpoint);
        } catch (IllegalArgumentException e) {
            return fault("endpoint-unreadable", "The endpoint is not a URL.");
        }
        boolean secure = "https".equals(uri.getScheme());
        if (!secure && !(privateAllowed && "http".equals(uri.getScheme()))) {
            return fault("endpoint-insecure", "The endpoint begins with https://");
        }
        if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
            return fault(
                    "endpoint-unreadable", "The endpoint is a URL with a host, and with neither user nor fragment.");
        }
        return Optional.empty();
    }

    /** Looks the host up; fails with {@link NotPublic} or {@link UnknownHostException}. */
    public Uni<InetAddress> resolve(URI endpoint) {
        return vertx.executeBlocking(
                () -> {
                    InetAddress address = InetAddress.getByName(endpoint.getHost());
                    if (!privateAllowed && !isPublic(address)) {
                        throw new NotPublic();
                    }
                    return address;
                },
                false);
    }

    /** What {@link #fault} says, and that the host is public as far as it is known now. */
    public Uni<Optional<Fault>> faultOnceResolved(String endpoint) {
        Optional<Fault> fault = fault(endpoint);
        if (fault.isPresent()) {
            return Uni.createFrom().item(fault);
        }
        return resolve(URI.create(endpoint))
                .map(address -> Optional.<Fault>empty())
                .onFailure(NotPublic.class)
                .recoverWithItem(() -> fault("endpoint-private", "The endpoint is on a public address."))
                .onFailure(UnknownHostException.class)
                .recoverWithItem(() -> fault("endpoint-unknown", "The endpoint's host cannot be looked up."));
    }

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean carrierGrade = bytes.length == 4 && (bytes[0] & 0xff) == 100 && (bytes[1] & 0xc0) == 64;
        boolean thisNetwork = bytes.length == 4 && bytes[0] == 0;
        return !(address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || carrierGrade
                || thisNetwork);
    }

    private static Optional<Fault> fault(String code, String message) {
        return Optional.of(new Fault("/settings/endpoint", code, message));
    }
}
