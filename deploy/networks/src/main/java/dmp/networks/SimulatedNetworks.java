package dmp.networks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * The simulated networks behind one port of the loopback interface: The Trade Desk at {@code /ttd}, webhook networks at
 * {@code /webhook/<name>} (a name that was never heard of is a new network), and the {@code /control} of each.
 */
public final class SimulatedNetworks implements AutoCloseable {

    /** The name by which the control API knows The Trade Desk. */
    public static final String TRADE_DESK = "ttd";

    static {
        // Without it an answer waits up to 40 ms for the client's delayed acknowledgement. Read once, by the first
        // server.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    // So many connections may wait while all threads are starting; the default of 50 refuses a load test's first burst.
    private static final int BACKLOG = 1_024;

    private final Map<String, Network> nameToNetwork = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final HttpClient http;
    private final ExecutorService threads;
    private final HttpServer server;
    private final Control control;

    private SimulatedNetworks(int port, InstantSource clock) throws IOException {
        this.clock = clock;
        this.threads = Executors.newVirtualThreadPerTaskExecutor();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .executor(threads)
                .build();
        this.control = new Control(this::network);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /**
     * Starts at once.
     *
     * @param port 0 takes a free one, see {@link #port()}
     */
    public static SimulatedNetworks start(int port) throws IOException {
        return start(port, InstantSource.system());
    }

    /** @param clock what the networks take for the time, so that a test can let a membership expire */
    public static SimulatedNetworks start(int port, InstantSource clock) throws IOException {
        SimulatedNetworks networks = new SimulatedNetworks(port, clock);
        networks.server.start();
        return networks;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Where the networks are, without a slash at the end. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }

    private Network network(String name) {
        return nameToNetwork.computeIfAbsent(
                name,
                key -> key.equals(TRADE_DESK) ? new TradeDesk(http, clock) : new WebhookNetwork(http, clock, threads));
    }

    private void serve(HttpExchange httpExchange) throws IOException {
        Exchange exchange = Exchange.of(httpExchange);
        List<String> path = exchange.path();
        String first = path.isEmpty() ? "" : path.getFirst();
        try {
            if (first.equals("control")) {
                exchange.answer(control.serve(exchange));
            } else if (first.equals("ttd") && exchange.method().equals("POST")) {
                network(TRADE_DESK).serve(exchange, String.join("/", path.subList(1, path.size())));
            } else if (first.equals("webhook")
                    && path.size() >= 2
                    && exchange.method().equals("POST")) {
                network(path.get(1)).serve(exchange, String.join("/", path.subList(2, path.size())));
            } else {
                exchange.answer(Reply.error(404, "nothing here"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.drop();
        } catch (RuntimeException e) {
            // A fault of the simulator itself: loud, so that it is not taken for a network's.
            e.printStackTrace();
            exchange.answer(Reply.error(500, "the simulator failed: " + e));
        }
    }

    /** {@code --port <number>}; 0 takes a free one and says which on standard output. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        int port = 8090;
        if (arguments.length == 2 && arguments[0].equals("--port")) {
            port = Integer.parseInt(arguments[1]);
        } else if (arguments.length != 0) {
            System.err.println("usage: dmp-networks [--port <number>]");
            System.exit(2);
        }
        SimulatedNetworks networks = start(port);
        System.out.println("networks ready at " + networks.uri());
        Runtime.getRuntime().addShutdownHook(new Thread(networks::close));
        Thread.currentThread().join();
    }
}
