package dmp.e2e.journey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dmp.e2e.Check;
import dmp.e2e.Story;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Tenant.Kind;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.BruteForce;
import dmp.e2e.scenario.Crowd;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Visitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

/** The holiday campaign from the first visit to the end of the flight, with a smaller crowd than the demo's. */
class CampaignIT extends Journey {

    private static final long SEED = 4711;
    private static final Duration FLIGHT = Duration.ofSeconds(20);

    @Test
    void networksHoldExactlyTheAudienceForTheTimeOfTheFlight() throws Exception {
        Story story = newStory("c");
        Site site = story.createSources();
        story.createTraits();
        story.createMainSegment();
        story.createDestinations();
        BruteForce truth = new BruteForce(List.of());
        Crowd crowd = new Crowd(story.run, SEED);
        Instant now = now();
        List<Observed> customers = new ArrayList<>();
        for (Visitor visitor : crowd.visitors(80)) {
            List<Observed> events = crowd.site(story.site, visitor, now);
            events.forEach(truth::add);
            site.send(events);
            if (visitor.customerNumber() != null) {
                customers.add(crowd.partnerRow(story.partner, visitor, now));
            }
        }
        customers.forEach(truth::add);
        story.uploadPartnerFile(customers, List.of());
        assertFalse(truth.members(story.mainRule(), now()).isEmpty());

        assertEqual(Check.membersEventually(acme, story.londonReturningPricing, truth, story.mainRule(), PATIENCE));

        Instant start = Instant.now().plusSeconds(3);
        story.createCampaign(start, start.plus(FLIGHT), List.of(story.londonReturningPricing));
        assertNobody("before the flight", story.tradeDeskNetwork().audience(story.londonReturningPricing));
        assertNobody("before the flight", story.adnetNetwork().audience(story.londonReturningPricing));

        Waiting.pause(Duration.between(Instant.now(), start));
        assertEqual(Check.audienceEventually(
                story.tradeDeskNetwork(),
                story.londonReturningPricing,
                () -> truth.audience(story.mainRule(), now(), Story.TRADE_DESK_NAMESPACES, NOBODY_OPTED_OUT),
                FLIGHT));
        assertEqual(Check.audienceEventually(
                story.adnetNetwork(),
                story.londonReturningPricing,
                () -> truth.audience(story.mainRule(), now(), Story.ADNET_NAMESPACES, NOBODY_OPTED_OUT),
                FLIGHT));
        assertGlobexSeesNothingOf(story, truth.members(story.mainRule(), now()).getFirst());

        Waiting.pause(Duration.between(Instant.now(), start.plus(FLIGHT)));
        assertEqual(
                Check.audienceEventually(story.tradeDeskNetwork(), story.londonReturningPricing, Set::of, PATIENCE));
        assertEqual(Check.audienceEventually(story.adnetNetwork(), story.londonReturningPricing, Set::of, PATIENCE));
        assertEquals(0, story.tradeDeskNetwork().redundantChanges());
        assertEquals(0, story.adnetNetwork().redundantChanges());
    }

    private void assertGlobexSeesNothingOf(Story story, String member) {
        assertEquals(404, globex.find(Kind.SOURCES, story.site).status());
        assertEquals(404, globex.find(Kind.TRAITS, story.pricingVisitor).status());
        assertEquals(
                404, globex.find(Kind.SEGMENTS, story.londonReturningPricing).status());
        assertEquals(404, globex.find(Kind.DESTINATIONS, story.adnet).status());
        assertEquals(404, globex.find(Kind.CAMPAIGNS, story.campaign).status());
        assertEquals(404, globex.profile(member).status());
        assertEquals(Set.of(), globex.segmentsOf(member));
        assertEquals(Set.of(), globex.lookup(member));
        for (Kind kind : Kind.values()) {
            assertFalse(globex.ids(kind).stream().anyMatch(id -> id.endsWith(story.run)), kind::name);
        }
    }
}
