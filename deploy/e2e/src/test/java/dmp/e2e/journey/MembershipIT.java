package dmp.e2e.journey;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dmp.e2e.Check;
import dmp.e2e.Comparison;
import dmp.e2e.Story;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.Browser;
import dmp.e2e.scenario.Observed;
import dmp.e2e.scenario.Place;
import dmp.e2e.scenario.Purposes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How single visitors join and leave while a flight runs, and that both networks follow. */
class MembershipIT extends Journey {

    /** Match methods of OpenRTB 2.6. */
    private static final int AUTHENTICATED = 3;

    private static final int OBSERVED = 4;

    private static final Browser BROWSER = Browser.allowing(Purposes.ALL);
    private static final Place LONDON = Place.IN_LONDON.getFirst();

    private Story story;
    private Site site;

    @BeforeEach
    void tellTheStory() throws Exception {
        story = newStory("m");
        site = story.createSources();
        story.createTraits();
        story.createMainSegment();
        story.createDestinations();
    }

    @Test
    void joinsByAThirdEvent() {
        String twice = segment("twice", "trait %s at least 2 times in 30 days".formatted(story.pricingVisitor));
        String thrice = segment("thrice", "trait %s at least 3 times in 30 days".formatted(story.pricingVisitor));
        fly(List.of(thrice));
        String cookie = cookie("a");
        site.send(List.of(visit(cookie, "/pricing"), visit(cookie, "/pricing/team")));
        awaitMember(cookie, twice);
        assertFalse(acme.segmentsOf(cookie).contains(thrice));

        site.send(List.of(visit(cookie, "/pricing")));

        awaitMember(cookie, thrice);
        awaitHeld(thrice, Set.of(cookie));
    }

    @Test
    void leavesWhenTheWindowEndsWithoutAnyEvent() {
        String recent = segment("recent", "trait %s at least 1 time in 30 seconds".formatted(story.pricingVisitor));
        fly(List.of(recent));
        String cookie = cookie("a");
        Observed visit = visit(cookie, "/pricing");
        site.send(List.of(visit));
        awaitMember(cookie, recent);
        awaitHeld(recent, Set.of(cookie));

        awaitNoMember(cookie, recent);

        // Rules count whole seconds: the window begins with the second of the visit.
        Instant end = visit.at().truncatedTo(ChronoUnit.SECONDS).plusSeconds(30);
        assertFalse(Instant.now().isBefore(end), "left before its window ended");
        awaitHeld(recent, Set.of());
    }

    @Test
    void twoCookiesOfACustomerAreOneVisitorUntilTheyAreUnlinked() throws Exception {
        fly(List.of(story.londonReturningPricing));
        String looks = cookie("a");
        String travels = cookie("b");
        String customer = "partner:crm:" + story.run + "x";
        site.send(List.of(Observed.page(uuid(), story.site, looks, "/pricing", now(), null, BROWSER)));
        site.send(List.of(Observed.page(uuid(), story.site, travels, "/", now(), LONDON, BROWSER)));

        customer(customer, List.of(looks, travels));

        awaitMember(looks, story.londonReturningPricing);
        awaitMember(travels, story.londonReturningPricing);
        awaitHeld(story.londonReturningPricing, Set.of(looks, travels));

        acme.unlink(customer, looks);

        awaitNoMember(looks, story.londonReturningPricing);
        awaitNoMember(travels, story.londonReturningPricing);
        awaitHeld(story.londonReturningPricing, Set.of());
    }

    @Test
    void aRuleThatStatesAConditionOnEventsHoldsOfWhoDidItBefore() {
        String cookie = cookie("a");
        site.send(List.of(visit(cookie, "/pricing/" + story.run)));

        String looked =
                segment("looked", "event (page.path starts with \"/pricing/%s\") in 30 days".formatted(story.run));

        awaitMember(cookie, looked);
    }

    @Test
    void isInWhileItsOrdersAddUpToEnough() {
        String bought = "bought-" + story.run;
        acme.createTrait(Map.of(
                "id",
                bought,
                "kind",
                "rule",
                "rule",
                Map.of("signal", "event.name", "equals", Observed.ORDER),
                "value",
                Observed.ORDER_VALUE_SIGNAL));
        String spender = segment("spender", "sum of trait %s at least 100 in 30 days".formatted(bought));
        fly(List.of(spender));
        String cookie = cookie("a");
        site.send(List.of(order(cookie, "60.50"), visit(cookie, "/pricing")));
        awaitMember(cookie, segment("buyer", "sum of trait %s at least 60.5 in 30 days".formatted(bought)));
        assertFalse(acme.segmentsOf(cookie).contains(spender));

        site.send(List.of(order(cookie, "39.50")));

        awaitMember(cookie, spender);
        awaitHeld(spender, Set.of(cookie));

        site.send(List.of(order(cookie, "-0.01")));

        awaitNoMember(cookie, spender);
        awaitHeld(spender, Set.of());
    }

    @Test
    void aMergePolicyDecidesWhoIsOneVisitorAlsoWhenItIsChanged() throws Exception {
        String policy = "own-" + story.run;
        String segment = "through-" + story.run;
        acme.createMergePolicy(Map.of("id", policy, "matchMethods", List.of(AUTHENTICATED), "linkDays", 30));
        story.createSegment(segment, "through", "trait %s in 30 days".formatted(story.pricingVisitor), policy);
        String looks = cookie("a");
        String travels = cookie("b");
        site.send(List.of(visit(looks, "/pricing"), visit(travels, "/")));
        // A partner's file says who is one customer by what people logged in with.
        customer("partner:crm:" + story.run + "x", List.of(looks, travels));
        awaitMember(looks, segment);
        awaitMember(travels, segment);

        acme.changeMergePolicy(policy, Map.of("matchMethods", List.of(OBSERVED)));

        awaitNoMember(travels, segment);
        assertTrue(acme.segmentsOf(looks).contains(segment));
    }

    @Test
    void aWithdrawalOfConsentEmptiesBothNetworks() throws Exception {
        fly(List.of(story.londonReturningPricing));
        String cookie = cookie("a");
        String tradeDeskId = "ttd:" + uuid();
        join(cookie, tradeDeskId);

        site.send(
                List.of(Observed.consent(uuid(), story.site, cookie, now(), Browser.allowing(Purposes.NO_ACTIVATION))));

        awaitHeld(story.londonReturningPricing, Set.of());
        awaitHeldByTradeDesk(story.londonReturningPricing, Set.of());
    }

    @Test
    void aLinkedIdentifierDoesNotOverruleADenial() throws Exception {
        fly(List.of(story.londonReturningPricing));
        String allows = cookie("a");
        String denies = cookie("b");
        site.send(List.of(
                Observed.page(uuid(), story.site, denies, "/", now(), null, Browser.allowing(Purposes.NO_PROFILING))));
        customer("partner:crm:" + story.run + "x", List.of(allows, denies));

        site.send(List.of(visit(allows, "/pricing")));

        awaitHeld(story.londonReturningPricing, Set.of(allows));
        // What a network is told too much may come a little later.
        Waiting.pause(Duration.ofSeconds(2));
        assertEqual(Comparison.of(
                "held a little later", Set.of(allows), story.adnetNetwork().audience(story.londonReturningPricing)));
    }

    @Test
    void anOptOutAtOneNetworkReachesBoth() throws Exception {
        fly(List.of(story.londonReturningPricing));
        String cookie = cookie("a");
        String tradeDeskId = "ttd:" + uuid();
        join(cookie, tradeDeskId);

        int answered = story.adnetNetwork().callBack("opt-out", Map.of("identifier", cookie));

        assertEquals(200, answered);
        awaitHeld(story.londonReturningPricing, Set.of());
        awaitHeldByTradeDesk(story.londonReturningPricing, Set.of());
    }

    /** A returning customer in London looks at prices, and both networks get to know. */
    private void join(String cookie, String tradeDeskId) throws Exception {
        customer("partner:crm:" + story.run + "x", List.of(cookie));
        site.send(List.of(visit(cookie, "/pricing").withLinks(List.of(tradeDeskId))));
        awaitHeld(story.londonReturningPricing, Set.of(cookie));
        awaitHeldByTradeDesk(story.londonReturningPricing, Set.of(tradeDeskId));
    }

    private void customer(String customer, List<String> cookies) throws Exception {
        story.uploadPartnerFile(
                List.of(Observed.row(
                        uuid(),
                        story.partner,
                        customer,
                        cookies,
                        Set.of("gold"),
                        now().minus(Duration.ofDays(1)),
                        Purposes.ALL)),
                List.of());
    }

    private String segment(String name, String rule) {
        String id = name + "-" + story.run;
        story.createSegment(id, name, rule);
        return id;
    }

    private void fly(List<String> segments) {
        story.createCampaign(now().minusSeconds(1), now().plus(Duration.ofMinutes(10)), segments);
    }

    private String cookie(String name) {
        return "cookie:" + story.run + name;
    }

    private Observed visit(String cookie, String path) {
        return Observed.page(uuid(), story.site, cookie, path, now(), LONDON, BROWSER);
    }

    private Observed order(String cookie, String value) {
        return Observed.order(uuid(), story.site, cookie, new BigDecimal(value), now(), BROWSER);
    }

    private void awaitMember(String identifier, String segment) {
        Waiting.until(
                identifier + " is in " + segment,
                PATIENCE,
                () -> acme.segmentsOf(identifier),
                segments -> segments.contains(segment));
    }

    private void awaitNoMember(String identifier, String segment) {
        Waiting.until(
                identifier + " is not in " + segment,
                PATIENCE,
                () -> acme.segmentsOf(identifier),
                segments -> !segments.contains(segment));
    }

    private void awaitHeld(String segment, Set<String> identifiers) {
        assertEqual(Check.audienceEventually(story.adnetNetwork(), segment, () -> identifiers, PATIENCE));
    }

    private void awaitHeldByTradeDesk(String segment, Set<String> identifiers) {
        assertEqual(Check.audienceEventually(story.tradeDeskNetwork(), segment, () -> identifiers, PATIENCE));
    }
}
