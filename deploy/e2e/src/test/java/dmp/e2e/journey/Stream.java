package dmp.e2e.journey;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import dmp.e2e.platform.Site;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.Browser;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Place;
import dmp.e2e.scenario.Purposes;

/**
 * Visitors who go on visiting, whatever happens to the platform meanwhile. Each event is sent until it is answered 200, with
 * the same id, and only then is the next of that visitor made; all that was sent is kept.
 */
final class Stream implements AutoCloseable {

    private static final int SENDERS = 4;
    private static final Duration BETWEEN_EVENTS = Duration.ofMillis(100);
    private static final List<String> PATHS = List.of("/pricing", "/pricing/team", "/", "/offers");

    private final Site site;
    private final String source;
    private final List<String> cookies;
    private final List<Observed> sent = new ArrayList<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    private final List<Future<?>> running = new ArrayList<>();
    private volatile boolean goesOn = true;

    Stream(Site site, String source, List<String> cookies) {
        this.site = site;
        this.source = source;
        this.cookies = List.copyOf(cookies);
    }

    void start() {
        for (int sender = 0; sender < SENDERS; sender++) {
            int own = sender;
            running.add(senders.submit(() -> send(own)));
        }
    }

    private void send(int sender) {
        Random chance = new Random(sender);
        while (goesOn) {
            String cookie = cookies.get(someVisitor(chance) * SENDERS + sender);
            Place place = chance.nextInt(4) > 0 ? Place.inLondon(chance) : Place.elsewhere(chance);
            Observed event = Observed.page(
                            Journey.uuid(),
                            source,
                            cookie,
                            PATHS.get(chance.nextInt(PATHS.size())),
                            Journey.now(),
                            place,
                            Browser.allowing(Purposes.ALL))
                    .withLinks(List.of(tradeDeskId(cookie)));
            synchronized (sent) {
                sent.add(event);
            }
            site.sendUntilTaken(List.of(event));
            taken.incrementAndGet();
            Waiting.pause(BETWEEN_EVENTS);
        }
    }

    /**
     * A visitor belongs to one sender, so that no two of its events share a moment. The first visit ten times as often as the
     * last: however long the stream is, every frequency up to the highest is reached by some and missed by others.
     */
    private int someVisitor(Random chance) {
        double even = chance.nextDouble();
        return (int) (even * even * (cookies.size() / SENDERS));
    }

    private static String tradeDeskId(String cookie) {
        return "ttd:" + UUID.nameUUIDFromBytes(cookie.getBytes(StandardCharsets.UTF_8));
    }

    /** How many events have been answered 200. */
    int taken() {
        return taken.get();
    }

    /** @return everything that was sent; each of it has been answered 200 */
    List<Observed> stop() throws InterruptedException, ExecutionException {
        goesOn = false;
        for (Future<?> sender : running) {
            sender.get();
        }
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    @Override
    public void close() {
        goesOn = false;
        senders.shutdownNow();
    }
}
