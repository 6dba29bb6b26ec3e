package dmp.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Http;
import dmp.e2e.platform.Platform;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Tenant;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.Browser;
import dmp.e2e.scenario.BruteForce;
import dmp.e2e.scenario.Crowd;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Place;
import dmp.e2e.scenario.Purposes;
import dmp.e2e.scenario.Visitor;

/**
 * The holiday campaign, to watch: a site's visitors, a partner's file and a provider's feed go in at one end, two ad
 * networks hold the right audience at the other, for the time of the flight. Ends with exit code 0 only if everybody held
 * what an independent computation over the raw input says, identifier by identifier.
 */
public final class Demo {

    private static final long SEED = 20261124;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    // So short that the flight is not over before a difference has been seen.
    private static final Duration PATIENCE_IN_FLIGHT = Duration.ofSeconds(10);

    private final long begin = System.nanoTime();
    private final Platform platform;
    private final Http http = new Http();
    private final Tenant acme;
    private final Tenant globex;
    private final Story story;
    private final Crowd crowd;
    private final String run;
    private final int visitorCount;
    private final Duration flight;

    private final BruteForce truth = new BruteForce(List.of());
    private final Set<String> optedOut = new HashSet<>();
    private final Latencies latencies = new Latencies();
    private final List<Comparison> comparisons = new ArrayList<>();
    private Site site;

    private Demo(Platform platform, int visitorCount, Duration flight) {
        this.platform = platform;
        this.visitorCount = visitorCount;
        this.flight = flight;
        // Runs of one platform differ; letters and digits only, since it becomes part of ids.
        this.run = Long.toString(Instant.now().getEpochSecond() % 100_000_000, 36);
        this.acme = new Tenant(platform, http, "acme");
        this.globex = new Tenant(platform, http, "globex");
        this.story = new Story(platform, http, acme, run);
        this.crowd = new Crowd(run, SEED);
    }

    /** {@code <platform.json> [--visitors 400] [--flight <seconds>]}. */
    public static void main(String... arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        int visitors = 400;
        int flight = 45;
        Path file = null;
        while (!rest.isEmpty()) {
            String argument = rest.removeFirst();
            switch (argument) {
                case "--visitors" -> visitors = Integer.parseInt(rest.removeFirst());
                case "--flight" -> flight = Integer.parseInt(rest.removeFirst());
                default -> file = Path.of(argument);
            }
        }
        if (file == null) {
            System.err.println("usage: dmp-e2e <platform.json> [--visitors 400] [--flight 45]");
            System.exit(2);
        }
        Demo demo = new Demo(Platform.read(file), visitors, Duration.ofSeconds(flight));
        System.exit(demo.play() ? 0 : 1);
    }

    private boolean play() throws IOException {
        say("Run " + run + ": every id ends with it.");
        define();
        List<Visitor> visitors = crowd.visitors(visitorCount);
        sendFiles(visitors);
        sendVisits(visitors);
        awaitMembers();
        Instant end = takeOff();
        awaitNetworks("when the flight has started");
        joins();
        leaves();
        awaitNetworks("after people have joined and left");
        globexSeesNothing();
        networksReport();
        funnel();
        land(end);
        return verdict();
    }

    private void define() throws IOException {
        headline("Acme describes what it has and what it wants");
        site = story.createSources();
        say("sources: the site %s, a partner's customer file, a data provider's feed".formatted(story.host));
        story.createTraits();
        say("traits: looked at prices, has bought before, looks for a holiday");
        JsonNode segment = story.createMainSegment();
        say("segment " + story.londonReturningPricing);
        say("  " + segment.path("ruleText").asText());
        story.createDestinations();
        say("destinations: The Trade Desk, and a network that takes signed webhooks");
    }

    private void sendFiles(List<Visitor> visitors) throws IOException {
        headline("Files come in");
        Instant now = now();
        List<Observed> customers = visitors.stream()
                .filter(visitor -> visitor.customerNumber() != null)
                .map(visitor -> crowd.partnerRow(story.partner, visitor, now))
                .toList();
        customers.forEach(truth::add);
        List<String> badRows = List.of(
                ",%sx1,gold,%s,all".formatted(run, now),
                "jane.roe@example.org,%sx2,gold,%s,all".formatted(run, now),
                "%sx3,%sx3,gold,yesterday,all".formatted(run, run));
        JsonNode file = story.uploadPartnerFile(customers, badRows);
        say("the partner's file: %s rows, %s accepted, %s refused"
                .formatted(file.path("rows"), file.path("accepted"), file.path("rejected")));
        for (JsonNode receipt : acme.receipts(file.get("id").textValue())) {
            say("  line %s: %s"
                    .formatted(
                            receipt.path("line"),
                            receipt.path("reason").asText(receipt.path("code").asText())));
        }
        List<Observed> intenders = visitors.stream()
                .filter(visitor -> !visitor.intents().isEmpty())
                .map(visitor -> crowd.providerRow(story.provider, visitor, now))
                .toList();
        intenders.forEach(truth::add);
        JsonNode feed = story.uploadProviderFeed(intenders);
        say("the provider's feed: %s rows, %s accepted, %s refused"
                .formatted(feed.path("rows"), feed.path("accepted"), feed.path("rejected")));
    }

    private void sendVisits(List<Visitor> visitors) {
        headline(visitorCount + " people visit the site");
        Map<String, Integer> outcomeToCount = new TreeMap<>();
        Instant now = now();
        for (Visitor visitor : visitors) {
            List<Observed> events = crowd.site(story.site, visitor, now);
            events.forEach(truth::add);
            site.send(events).forEach((outcome, count) -> outcomeToCount.merge(outcome, count, Integer::sum));
        }
        outcomeToCount.forEach((outcome, count) -> say("  %5d %s".formatted(count, outcome)));
    }

    private void awaitMembers() {
        headline("Who is in, and does an independent computation agree?");
        compare(Check.membersEventually(acme, story.londonReturningPricing, truth, story.mainRule(), PATIENCE));
        Instant asked = Instant.now();
        story.createIntenderSegment();
        say("a second segment, made after the fact: " + story.londonIntenders);
        compare(Check.membersEventually(acme, story.londonIntenders, truth, story.intenderRule(), PATIENCE));
        say("evaluated over everybody known within %d ms".formatted(millisSince(asked)));
        JsonNode segment = acme.segment(story.londonReturningPricing);
        say("%s: size %s, entered %s, left %s"
                .formatted(
                        story.londonReturningPricing,
                        segment.path("size"),
                        segment.path("entered24h"),
                        segment.path("left24h")));
    }

    private Instant takeOff() {
        headline("The flight");
        Instant start = now().plusSeconds(4);
        Instant end = start.plus(flight);
        story.createCampaign(start, end, List.of(story.londonReturningPricing, story.londonIntenders));
        say("from %s to %s".formatted(start, end));
        compare(Comparison.of("before the flight The Trade Desk holds", Set.of(), held(story.tradeDeskNetwork())));
        compare(Comparison.of("before the flight adnet holds", Set.of(), held(story.adnetNetwork())));
        Waiting.pause(Duration.between(Instant.now(), start));
        say("it starts");
        return end;
    }

    private void awaitNetworks(String when) {
        Instant asked = Instant.now();
        for (String segment : List.of(story.londonReturningPricing, story.londonIntenders)) {
            BruteForce.Rule rule =
                    segment.equals(story.londonReturningPricing) ? story.mainRule() : story.intenderRule();
            compare(Check.audienceEventually(
                    story.tradeDeskNetwork(),
                    segment,
                    () -> truth.audience(rule, Instant.now(), Story.TRADE_DESK_NAMESPACES, optedOut),
                    PATIENCE_IN_FLIGHT));
            compare(Check.audienceEventually(
                    story.adnetNetwork(),
                    segment,
                    () -> truth.audience(rule, Instant.now(), Story.ADNET_NAMESPACES, optedOut),
                    PATIENCE_IN_FLIGHT));
        }
        say("%s, both networks hold what they must: seen after %d ms".formatted(when, millisSince(asked)));
    }

    /** Known customers come back, look at prices, and are members a moment later. */
    private void joins() throws IOException {
        List<Observed> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(Observed.row(
                    uuid(),
                    story.partner,
                    "partner:crm:%sj%02d".formatted(run, i),
                    List.of("cookie:%sj%02d".formatted(run, i)),
                    Set.of("gold"),
                    now().minus(Duration.ofDays(1)),
                    Purposes.ALL));
        }
        rows.forEach(truth::add);
        story.uploadPartnerFile(rows, List.of());
        for (int i = 0; i < rows.size(); i++) {
            String cookie = rows.get(i).links().getFirst();
            Place place = Place.IN_LONDON.get(i % Place.IN_LONDON.size());
            Browser browser = Browser.allowing(Purposes.ALL);
            Observed visit = Observed.page(uuid(), story.site, cookie, "/pricing", now(), place, browser)
                    .withLinks(List.of("ttd:" + uuid()));
            truth.add(visit);
            long sent = System.currentTimeMillis();
            site.send(List.of(visit));
            Waiting.until(
                    cookie + " is a member",
                    () -> acme.segmentsOf(cookie),
                    segments -> segments.contains(story.londonReturningPricing));
            long member = System.currentTimeMillis();
            long held = Waiting.until(
                            cookie + " is held by adnet",
                            () -> story.adnetNetwork().heldSince(story.londonReturningPricing, cookie),
                            java.util.Optional::isPresent)
                    .orElseThrow()
                    .toEpochMilli();
            latencies.add("event to membership, as seen by asking", member - sent);
            latencies.add("event to network, as the network saw it", held - sent);
            say("joined %s: member after %d ms, at the network after %d ms"
                    .formatted(cookie, member - sent, held - sent));
        }
    }

    private void leaves() {
        TreeSet<String> audience = truth.audience(story.mainRule(), Instant.now(), Story.ADNET_NAMESPACES, optedOut);
        List<String> joined = audience.stream()
                .filter(cookie -> cookie.startsWith("cookie:" + run + "j"))
                .toList();
        String denies = joined.get(0);
        Observed denial = Observed.consent(uuid(), story.site, denies, now(), Browser.allowing(Purposes.NO_ACTIVATION));
        truth.add(denial);
        site.send(List.of(denial));
        awaitGone(denies, "left %s: it withdrew its consent to activation");

        String travels = joined.get(1);
        Observed abroad = Observed.page(
                uuid(), story.site, travels, "/", now(), Place.ELSEWHERE.getFirst(), Browser.allowing(Purposes.ALL));
        truth.add(abroad);
        site.send(List.of(abroad));
        awaitGone(travels, "left %s: it was seen in " + abroad.place().city());

        String optsOut = joined.get(2);
        optedOut.add(optsOut);
        int status = story.adnetNetwork().callBack("opt-out", Map.of("identifier", optsOut));
        say("adnet calls back: %s has opted out; answered %d".formatted(optsOut, status));
        awaitGone(optsOut, "left %s: it opted out at the network");

        String forgotten = joined.get(3);
        acme.erase(forgotten);
        truth.erase(forgotten);
        awaitGone(forgotten, "left %s: it was erased");
    }

    private void awaitGone(String cookie, String line) {
        Instant asked = Instant.now();
        Waiting.until(
                cookie + " is gone from adnet",
                () -> story.adnetNetwork().heldSince(story.londonReturningPricing, cookie),
                java.util.Optional::isEmpty);
        latencies.add("departure to network, as seen by asking", millisSince(asked));
        say(line.formatted(cookie) + "; gone after %d ms".formatted(millisSince(asked)));
    }

    private void globexSeesNothing() {
        headline("What another customer of the platform sees of it");
        TreeSet<String> seen = new TreeSet<>();
        Map<Tenant.Kind, String> kindToThing = Map.of(
                Tenant.Kind.SOURCES, story.site,
                Tenant.Kind.TRAITS, story.pricingVisitor,
                Tenant.Kind.SEGMENTS, story.londonReturningPricing,
                Tenant.Kind.DESTINATIONS, story.adnet,
                Tenant.Kind.CAMPAIGNS, story.campaign);
        kindToThing.forEach((kind, thing) -> {
            if (globex.ids(kind).contains(thing)) {
                seen.add(thing + " in a list");
            }
            int status = globex.find(kind, thing).status();
            if (status != 404) {
                seen.add(thing + " answered " + status);
            }
        });
        String member = truth.members(story.mainRule(), Instant.now()).getFirst();
        if (!globex.segmentsOf(member).isEmpty()) {
            seen.add("segments of " + member);
        }
        if (!globex.lookup(member).isEmpty()) {
            seen.add("look-up of " + member);
        }
        if (globex.profile(member).status() != 404) {
            seen.add("profile of " + member);
        }
        compare(Comparison.of("what globex sees of acme", Set.of(), seen));
        String allowed = truth.audience(story.mainRule(), Instant.now(), Story.ADNET_NAMESPACES, optedOut)
                .getFirst();
        say("a network asks acme's look-up about %s: %s".formatted(allowed, acme.lookup(allowed)));
    }

    private void networksReport() {
        TreeSet<String> held = story.tradeDeskNetwork().audience(story.londonReturningPricing);
        int matched = held.size() * 7 / 10;
        int match = story.tradeDeskNetwork()
                .callBack(
                        "match",
                        Map.of("segment", story.londonReturningPricing, "received", held.size(), "matched", matched));
        // Device ids come without their namespace; a browser's id is what the network would name.
        String seen = held.tailSet("ttd:").stream().findFirst().orElse("ttd:nobody");
        int impression = story.tradeDeskNetwork()
                .callBack("impression", Map.of("identifier", seen, "campaign", story.campaign, "at", now().toString()));
        say("The Trade Desk reports that it matched %d of %d (answered %d), and an impression (answered %d)"
                .formatted(matched, held.size(), match, impression));
    }

    private void funnel() {
        headline("The funnel");
        FunnelTable.lines(acme.funnel(story.campaign)).forEach(Demo::line);
        headline("How long it took");
        latencies.lines().forEach(Demo::line);
    }

    private void land(Instant end) {
        headline("The flight ends");
        Waiting.pause(Duration.between(Instant.now(), end));
        compare(Check.eventually(
                "after the flight The Trade Desk holds", PATIENCE, Set::of, () -> held(story.tradeDeskNetwork())));
        compare(Check.eventually("after the flight adnet holds", PATIENCE, Set::of, () -> held(story.adnetNetwork())));
        for (AdNetwork network : List.of(story.tradeDeskNetwork(), story.adnetNetwork())) {
            say("%s was sent %s".formatted(network, network.totals()));
            if (network.redundantChanges() > 0) {
                compare(Comparison.of(
                        "changes that " + network + " got again after it had acknowledged them",
                        Set.of(),
                        Set.of(network.redundantChanges() + " changes")));
            }
        }
    }

    private TreeSet<String> held(AdNetwork network) {
        TreeSet<String> held = network.audience(story.londonReturningPricing);
        held.addAll(network.audience(story.londonIntenders));
        return held;
    }

    private boolean verdict() {
        List<Comparison> different =
                comparisons.stream().filter(comparison -> !comparison.isEqual()).toList();
        headline(
                different.isEmpty()
                        ? "All %d comparisons are equal, identifier by identifier.".formatted(comparisons.size())
                        : "%d of %d comparisons differ:".formatted(different.size(), comparisons.size()));
        different.forEach(comparison -> comparison.lines().forEach(Demo::line));
        return different.isEmpty();
    }

    private void compare(Comparison comparison) {
        comparisons.add(comparison);
        comparison.lines().forEach(this::say);
    }

    private void say(String text) {
        line("%6.1f s  %s".formatted((System.nanoTime() - begin) / 1e9, text));
    }

    private static void headline(String text) {
        line("");
        line(text);
    }

    private static void line(String text) {
        System.out.println(text);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private static long millisSince(Instant instant) {
        return Duration.between(instant, Instant.now()).toMillis();
    }

    private static String uuid() {
        return UUID.randomUUID().toString().toLowerCase(Locale.ROOT);
    }
}
