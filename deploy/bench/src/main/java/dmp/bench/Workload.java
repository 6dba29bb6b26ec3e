package dmp.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import dmp.e2e.Check;
import dmp.e2e.Comparison;
import dmp.e2e.Story;
import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Http;
import dmp.e2e.platform.Platform;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Tenant;
import dmp.e2e.scenario.Browser;
import dmp.e2e.scenario.BruteForce;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Place;
import dmp.e2e.scenario.Purposes;

/** Customers who visit the site, in and out of London: the demo's campaign with many more events. */
final class Workload {

    static final String TENANT = "acme";

    /** Whose events make up the load. */
    static final int VISITORS = 5_000;

    /** Events in one request: a server-side sender's small batch. */
    static final int BATCH = 10;

    private static final int VERIFIED = 300;
    private static final List<String> PATHS = List.of("/pricing", "/pricing/team", "/", "/offers", "/blog");
    private static final Browser BROWSER = Browser.allowing(Purposes.ALL);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Random chance = new Random(1);
    private final Tenant tenant;
    private final Story story;
    private final List<Observed> sent = new ArrayList<>();
    private final AtomicInteger nextProbe = new AtomicInteger();
    private final Instant begin = Instant.now().minus(Duration.ofHours(2)).truncatedTo(ChronoUnit.MILLIS);
    private Site site;

    Workload(Platform platform) {
        Http http = new Http();
        this.tenant = new Tenant(platform, http, TENANT);
        this.story = new Story(platform, http, tenant, "b" + Long.toString(begin.getEpochSecond() % 100_000_000, 36));
    }

    String segment() {
        return story.londonReturningPricing;
    }

    AdNetwork network() {
        return story.adnetNetwork();
    }

    /** Defines the campaign, and makes all visitors returning customers. */
    void prepare(int probes) throws IOException {
        site = story.createSources();
        story.createTraits();
        story.createMainSegment();
        story.createDestinations();
        story.createCampaign(
                Instant.now().minusSeconds(1),
                Instant.now().plus(Duration.ofHours(2)),
                List.of(story.londonReturningPricing));
        List<Observed> customers = new ArrayList<>();
        IntStream.range(0, VISITORS).mapToObj(i -> customer("v", i)).forEach(customers::add);
        // Among the load and between its phases there are more of them.
        IntStream.range(0, probes + 10_000).mapToObj(i -> customer("p", i)).forEach(customers::add);
        story.uploadPartnerFile(customers, List.of());
        sent.addAll(customers.subList(0, VISITORS));
        System.out.println("prepared: %d visitors, all of them customers".formatted(VISITORS));
    }

    private Observed customer(String kind, int number) {
        return Observed.row(
                UUID.randomUUID().toString(),
                story.partner,
                "partner:crm:%s%s%05d".formatted(story.run, kind, number),
                List.of(cookie(kind, number)),
                Set.of("gold"),
                begin.minus(Duration.ofDays(1)),
                Purposes.ALL);
    }

    private String cookie(String kind, int number) {
        return "cookie:%s%s%05d".formatted(story.run, kind, number);
    }

    /** An event that makes a customer a member who was never one. */
    Observed probe() {
        return Observed.page(
                UUID.randomUUID().toString(),
                story.site,
                cookie("p", nextProbe.getAndIncrement()),
                "/pricing",
                Instant.now().truncatedTo(ChronoUnit.MILLIS),
                Place.IN_LONDON.getFirst(),
                BROWSER);
    }

    void sendProbe(Observed event) {
        Map<String, Integer> outcomes = site.send(List.of(event));
        if (!outcomes.equals(Map.of("accepted", 1))) {
            throw new VoidRun("an event was not accepted: " + outcomes);
        }
    }

    /** Sends the next batch of the load; to be called by one thread. Fails unless all of it is accepted. */
    CompletableFuture<Void> send(long number) {
        List<Observed> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            // No two events share a moment, so that what was last is beyond doubt.
            Instant at = begin.plusMillis(sent.size());
            Observed event = Observed.page(
                    UUID.randomUUID().toString(),
                    story.site,
                    cookie("v", chance.nextInt(VISITORS)),
                    PATHS.get(chance.nextInt(PATHS.size())),
                    at,
                    chance.nextInt(4) > 0 ? Place.inLondon(chance) : Place.elsewhere(chance),
                    BROWSER);
            batch.add(event);
            sent.add(event);
        }
        return client.sendAsync(site.request(batch), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .thenAccept(Workload::requireAccepted);
    }

    private static void requireAccepted(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new VoidRun("answered " + response.statusCode() + " " + response.body());
        }
        try {
            JsonNode body = Http.JSON.readTree(response.body());
            if (body.path("accepted").asInt() != BATCH) {
                throw new VoidRun("not all were accepted: " + response.body());
            }
        } catch (JsonProcessingException e) {
            throw new VoidRun("unreadable answer: " + response.body());
        }
    }

    /** @throws VoidRun when members differ from what was sent, for the first few hundred visitors */
    void verify() {
        Set<String> checked = new TreeSet<>();
        IntStream.range(0, VERIFIED).forEach(i -> checked.add(cookie("v", i)));
        Set<String> customers = new TreeSet<>();
        IntStream.range(0, VERIFIED).forEach(i -> customers.add("partner:crm:%sv%05d".formatted(story.run, i)));
        BruteForce truth = new BruteForce(sent.stream()
                .filter(observed ->
                        checked.contains(observed.identifier()) || customers.contains(observed.identifier()))
                .toList());
        Comparison comparison = Check.membersEventually(
                tenant, story.londonReturningPricing, truth, story.mainRule(), Duration.ofSeconds(60));
        comparison.lines().forEach(System.out::println);
        if (!comparison.isEqual()) {
            throw new VoidRun("members are not what the rules say");
        }
    }
}
