package dmp.activation.network;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.web.client.WebClient;

/** All connectors by name, and networks made of them. */
@ApplicationScoped
public class Networks {

    private final Map<String, Connector> nameToConnector = new TreeMap<>();
    private final Credentials credentials;
    private final Endpoints endpoints;
    private final NetworkConfig config;
    private final MeterRegistry meters;
    private final InstantSource clock;
    private final WebClient client;

    Networks(
            @All java.util.List<Connector> connectors,
            Credentials credentials,
            Endpoints endpoints,
            NetworkConfig config,
            MeterRegistry meters,
            InstantSource clock,
            Vertx vertx) {
        connectors.forEach(connector -> nameToConnector.put(connector.name(), connector));
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.config = config;
        this.meters = meters;
        this.clock = clock;
        this.client = WebClient.create(
                vertx,
                new WebClientOptions()
                        .setConnectTimeout(Math.toIntExact(
                                config.delivery().connectTimeout().toMillis()))
                        // A redirect would lead past the check of the address.
                        .setFollowRedirects(false)
                        .setUserAgent("dmp-activation")
                        // A restarted network must not be asked over connections that died with it.
                        .setKeepAliveTimeout(15)
                        .setMaxPoolSize(16));
    }

    public Optional<Connector> connector(String name) {
        return Optional.ofNullable(nameToConnector.get(name));
    }

    public Iterable<String> names() {
        return nameToConnector.keySet();
    }

    /** @throws IllegalArgumentException for a connector that does not exist */
    public Network network(Account account) {
        Connector connector = connector(account.connector())
                .orElseThrow(() -> new IllegalArgumentException("no connector " + account.connector()));
        Network http = new HttpNetwork(
                account,
                connector,
                credentials,
                endpoints,
                client,
                config.delivery().requestTimeout(),
                clock);
        return new MeasuredNetwork(http, connector.name(), meters);
    }
}
