package dmp.activation.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.net.SocketAddress;
import io.vertx.mutiny.ext.web.client.HttpRequest;
import io.vertx.mutiny.ext.web.client.HttpResponse;
import io.vertx.mutiny.ext.web.client.WebClient;

import dmp.activation.network.Connector.Call;

/** Sends what a connector writes, and has it read what comes back; statuses mean the same at every network. */
class HttpNetwork implements Network {

    private final Account account;
    private final Connector connector;
    private final Credentials credentials;
    private final Endpoints endpoints;
    private final WebClient client;
    private final Duration timeout;
    private final InstantSource clock;

    HttpNetwork(
            Account account,
            Connector connector,
            Credentials credentials,
            Endpoints endpoints,
            WebClient client,
            Duration timeout,
            InstantSource clock) {
        this.account = account;
        this.connector = connector;
        this.credentials = credentials;
        this.endpoints = endpoints;
        this.client = client;
        this.timeout = timeout;
        this.clock = clock;
    }

    @Override
    public Capabilities capabilities() {
        return connector.capabilities(account);
    }

    @Override
    public int bytesOf(Change change) {
        return connector.bytesOf(change);
    }

    @Override
    public Uni<Answer> send(Delivery delivery) {
        return credentials
                .first(account.tenant(), connector.secretReferences(account))
                .chain(secret -> secret.isEmpty()
                        ? Uni.createFrom()
                                .item(new Answer.Refused("credential-missing", "There is no file for the credential."))
                        : exchange(connector.write(delivery, account, secret.get()), delivery));
    }

    private Uni<Answer> exchange(Call call, Delivery delivery) {
        return endpoints
                .resolve(call.uri())
                .chain(address -> request(call, address).sendBuffer(Buffer.buffer(call.body())))
                .map(response -> read(response, delivery))
                .onFailure()
                .recoverWithItem(HttpNetwork::transportFailure);
    }

    private HttpRequest<Buffer> request(Call call, InetAddress address) {
        boolean secure = call.uri().getScheme().equals("https");
        int port = call.uri().getPort() >= 0 ? call.uri().getPort() : secure ? 443 : 80;
        String query = call.uri().getRawQuery() == null ? "" : '?' + call.uri().getRawQuery();
        String path = call.uri().getRawPath().isEmpty() ? "/" : call.uri().getRawPath();
        RequestOptions options = new RequestOptions()
                .setHost(call.uri().getHost())
                .setPort(port)
                .setSsl(secure)
                .setURI(path + query);
        HttpRequest<Buffer> request = client.request(
                        HttpMethod.POST, SocketAddress.inetSocketAddress(port, address.getHostAddress()), options)
                .timeout(timeout.toMillis())
                .putHeader("Content-Type", "application/json");
        call.headers().forEach(request::putHeader);
        return request;
    }

    private Answer read(HttpResponse<Buffer> response, Delivery delivery) {
        int status = response.statusCode();
        if (status >= 200 && status < 300) {
            return connector.read(status, response.bodyAsString(), delivery);
        }
        Duration retryAfter =
                retryAfter(response.getHeader("Retry-After"), clock.instant()).orElse(null);
        String code = "http-" + status;
        return switch (status) {
            case 429 -> new Answer.Throttled(code, retryAfter);
            case 413 -> new Answer.TooLarge(code);
            default ->
                status >= 500
                        ? new Answer.Unavailable(code, retryAfter)
                        : new Answer.Refused(code, cut(response.bodyAsString()));
        };
    }

    /** {@code Retry-After} in seconds or as a date; empty when it is neither, or past. */
    static Optional<Duration> retryAfter(String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.trim().matches("\\d{1,6}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.trim())));
        }
        try {
            Instant until = ZonedDateTime.parse(header.trim(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Optional.of(Duration.between(now, until)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Answer transportFailure(Throwable failure) {
        return switch (failure) {
            case Endpoints.NotPublic e -> new Answer.Refused("endpoint-private", e.getMessage());
            case UnknownHostException e -> new Answer.Unavailable("host-unknown", null);
            case TimeoutException e -> new Answer.Unavailable("timeout", null);
            case java.net.ConnectException e -> new Answer.Unavailable("connection-refused", null);
            default -> new Answer.Unavailable("connection-" + failure.getClass().getSimpleName(), null);
        };
    }

    private static String cut(String body) {
        if (body == null) {
            return "";
        }
        return body.length() > 200 ? body.substring(0, 200) : body;
    }
}
