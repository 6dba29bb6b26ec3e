package dmp.e2e.journey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dmp.e2e.Check;
import dmp.e2e.Story;
import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.BruteForce;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Purposes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Parts of the platform, and a network, fail in mid-stream. Afterwards everybody holds exactly what the rules say: nothing
 * is lost that was answered 200, and nothing is counted twice.
 */
@Tag("outage")
class OutageIT extends Journey {

    private static final int VISITORS = 100;

    // Some of these most visitors reach, some nobody, and at some they are divided; which depends on the machine.
    private static final List<Integer> FREQUENCIES = List.of(1, 2, 4, 8, 16, 32, 64, 128, 256);

    private Story story;
    private Site site;
    private List<String> cookies;
    private BruteForce truth;

    /** Segments whose edges many visitors stand at: one event too few or too many, and somebody is on the wrong side. */
    private void tellTheStory(String prefix) throws Exception {
        story = newStory(prefix);
        site = story.createSources();
        story.createTraits();
        story.createMainSegment();
        story.createDestinations();
        List<String> segments = new ArrayList<>(List.of(story.londonReturningPricing));
        for (int times : FREQUENCIES) {
            story.createSegment(
                    frequent(times),
                    "Looked at prices %d times".formatted(times),
                    "trait %s at least %d times in 30 days".formatted(story.pricingVisitor, times));
            segments.add(frequent(times));
        }
        cookies = IntStream.range(0, VISITORS)
                .mapToObj(i -> "cookie:%sv%03d".formatted(story.run, i))
                .toList();
        List<Observed> customers = IntStream.range(0, VISITORS)
                .mapToObj(i -> Observed.row(
                        uuid(),
                        story.partner,
                        "partner:crm:%sc%03d".formatted(story.run, i),
                        List.of(cookies.get(i)),
                        i % 3 == 0 ? Set.of("newsletter") : Set.of("gold"),
                        now().minus(Duration.ofDays(1)),
                        Purposes.ALL))
                .toList();
        truth = new BruteForce(customers);
        story.uploadPartnerFile(customers, List.of());
        story.createCampaign(now().minusSeconds(1), now().plus(Duration.ofMinutes(30)), segments);
    }

    @Test
    void servicesAndStoresMayFailInMidStream() throws Exception {
        tellTheStory("o");
        try (Stream stream = new Stream(site, story.site, cookies)) {
            stream.start();
            for (String service : List.of("ingestion", "profile", "segment", "activation")) {
                awaitProgress(stream);
                dmp.kill(service);
                Waiting.pause(Duration.ofSeconds(1));
                dmp.up();
            }
            for (String store : platform.stores()) {
                awaitProgress(stream);
                dmp.restart(store);
            }
            awaitProgress(stream);
            dmp.restart("kafka");
            awaitProgress(stream);
            stream.stop().forEach(truth::add);
        }

        assertEverybodyHoldsWhatTheRulesSay();
    }

    @Test
    void aNetworkMayBeDown() throws Exception {
        tellTheStory("n");
        int seconds = Integer.getInteger("dmp.outage.seconds", 20);
        AdNetwork adnet = story.adnetNetwork();
        try (Stream stream = new Stream(site, story.site, cookies)) {
            stream.start();
            awaitProgress(stream);
            adnet.misbehave(Map.of("down", true, "forSeconds", seconds));
            Waiting.pause(Duration.ofSeconds(seconds));
            awaitProgress(stream);
            stream.stop().forEach(truth::add);
        } finally {
            adnet.behave();
        }

        assertEverybodyHoldsWhatTheRulesSay();
        assertEquals(0, adnet.redundantChanges());
        assertEquals(0, story.tradeDeskNetwork().redundantChanges());
    }

    private void awaitProgress(Stream stream) {
        int before = stream.taken();
        Waiting.until("visitors go on visiting", PATIENCE, stream::taken, taken -> taken >= before + 50);
    }

    private void assertEverybodyHoldsWhatTheRulesSay() {
        assertTrue(
                FREQUENCIES.stream().anyMatch(this::divides),
                "the stream was too short to bring some visitors into a segment and leave others out");
        assertHeld(story.londonReturningPricing, story.mainRule());
        FREQUENCIES.forEach(times -> assertHeld(frequent(times), atLeast(times)));
    }

    private static BruteForce.Rule atLeast(int times) {
        return (view, now) -> view.pages("/pricing", now.minus(Duration.ofDays(30)), now) >= times;
    }

    private boolean divides(int times) {
        int in = truth.audience(atLeast(times), now(), Story.ADNET_NAMESPACES, NOBODY_OPTED_OUT)
                .size();
        return in > VISITORS / 10 && in < VISITORS * 9 / 10;
    }

    private void assertHeld(String segment, BruteForce.Rule rule) {
        assertEqual(Check.membersEventually(acme, segment, truth, rule, PATIENCE));
        assertEqual(Check.audienceEventually(
                story.adnetNetwork(),
                segment,
                () -> truth.audience(rule, now(), Story.ADNET_NAMESPACES, NOBODY_OPTED_OUT),
                PATIENCE));
        assertEqual(Check.audienceEventually(
                story.tradeDeskNetwork(),
                segment,
                () -> truth.audience(rule, now(), Story.TRADE_DESK_NAMESPACES, NOBODY_OPTED_OUT),
                PATIENCE));
    }

    private String frequent(int times) {
        return "prices-%d-%s".formatted(times, story.run);
    }
}
