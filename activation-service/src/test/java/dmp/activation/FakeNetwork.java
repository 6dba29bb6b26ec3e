package dmp.activation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Two networks on loopback, TTD's format below {@code /ttd} and ours below {@code /hook/<name>}. Every account keeps its own
 * audiences. What it does wrong is told it request by request.
 */
final class FakeNetwork implements AutoCloseable {

    /** @param body of the answer; null for what the network would say by itself */
    record Reply(int status, String body, Map<String, String> headers, boolean takes) {
        static Reply refusing(int status, String... headers) {
            return new Reply(status, "", headers.length == 0 ? Map.of() : Map.of(headers[0], headers[1]), false);
        }
    }

    /** @param operation add or remove */
    record Told(String account, String identifier, String segment, String operation) {}

    record Request(String account, Map<String, List<String>> headers, String text, JsonNode body) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Set<String>> holds = new ConcurrentHashMap<>();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Queue<Function<JsonNode, Reply>>> accountToReplies = new ConcurrentHashMap<>();
    private final Map<String, Reply> accountToStanding = new ConcurrentHashMap<>();

    FakeNetwork() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::serve);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    Set<String> holds(String account, String segment) {
        return new TreeSet<>(holds.getOrDefault(account + '/' + segment, Set.of()));
    }

    List<Told> told(String account) {
        return told.stream().filter(one -> one.account().equals(account)).toList();
    }

    List<Request> requests(String account) {
        return requests.stream().filter(one -> one.account().equals(account)).toList();
    }

    /** The next request is answered so. */
    void next(String account, Function<JsonNode, Reply> reply) {
        accountToReplies
                .computeIfAbsent(account, key -> new ConcurrentLinkedQueue<>())
                .add(reply);
    }

    /** Every request is answered so until {@link #recover}. */
    void fail(String account, Reply reply) {
        accountToStanding.put(account, reply);
    }

    void recover(String account) {
        accountToStanding.remove(account);
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode body = JSON.readTree(text);
        boolean tradeDesk = path.equals("/ttd/data/advertiser");
        String account = tradeDesk ? body.path("AdvertiserId").asText() : path.substring(path.lastIndexOf('/') + 1);
        requests.add(new Request(account, exchange.getRequestHeaders(), text, body));
        Queue<Function<JsonNode, Reply>> replies = accountToReplies.get(account);
        Function<JsonNode, Reply> planned = replies == null ? null : replies.poll();
        Reply standing = accountToStanding.get(account);
        Reply reply = planned != null
                ? planned.apply(body)
                : standing != null ? standing : new Reply(200, tradeDesk ? "{}" : null, Map.of(), true);
        List<Told> changes = tradeDesk ? tradeDesk(account, body) : webhook(account, body);
        if (reply.takes()) {
            changes.forEach(this::take);
        }
        byte[] answer = (reply.body() == null ? "{\"accepted\":" + changes.size() + ",\"failed\":[]}" : reply.body())
                .getBytes(StandardCharsets.UTF_8);
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private static List<Told> tradeDesk(String account, JsonNode body) {
        List<Told> changes = new ArrayList<>();
        for (JsonNode item : body.path("Items")) {
            String identifier = item.has("TDID")
                    ? "ttd:" + item.path("TDID").asText()
                    : "device:" + item.path("DAID").asText();
            for (JsonNode data : item.path("Data")) {
                changes.add(new Told(
                        account,
                        identifier,
                        data.path("Name").asText(),
                        data.path("TtlInMinutes").asInt() == 0 ? "remove" : "add"));
            }
        }
        return changes;
    }

    private static List<Told> webhook(String account, JsonNode body) {
        List<Told> changes = new ArrayList<>();
        for (JsonNode change : body.path("changes")) {
            String identifier = change.path("identifier").asText();
            change.path("add").forEach(segment -> changes.add(new Told(account, identifier, segment.asText(), "add")));
            change.path("remove")
                    .forEach(segment -> changes.add(new Told(account, identifier, segment.asText(), "remove")));
        }
        return changes;
    }

    private void take(Told change) {
        told.add(change);
        Set<String> audience =
                holds.computeIfAbsent(change.account() + '/' + change.segment(), key -> new ConcurrentSkipListSet<>());
        if (change.operation().equals("add")) {
            audience.add(change.identifier());
        } else {
            audience.remove(change.identifier());
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
