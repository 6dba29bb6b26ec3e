package dmp.e2e.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class BruteForceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Place LONDON = Place.IN_LONDON.getFirst();
    private static final Place BERLIN = new Place("130.149.7.201", "Berlin");
    private static final Set<String> COOKIES = Set.of("cookie");
    private static final BruteForce.Rule RULE = (view, now) -> view.hasCode("crm", "gold")
            && view.city().equals("London")
            && view.pages("/pricing", now.minus(Duration.ofDays(30)), now) >= 1;

    private final List<Observed> raw = new ArrayList<>();
    private int number;

    @Test
    void aVisitorIsWhatAllLinkedIdentifiersDid() {
        customer("1", "cookie:a");
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, Browser.allowing(Purposes.ALL));

        assertEquals(Set.of("cookie:a", "partner:crm:1"), new BruteForce(raw).members(RULE, NOW));
        assertEquals(Set.of("cookie:a"), new BruteForce(raw).audience(RULE, NOW, COOKIES, Set.of()));
        assertEquals(Set.of(), new BruteForce(raw).audience(RULE, NOW, COOKIES, Set.of("cookie:a")));
        assertEquals(Set.of(), new BruteForce(raw).audience(RULE, NOW, Set.of("ttd"), Set.of()));
    }

    @Test
    void twoCookiesOfACustomerAreOneVisitorUntilUnlinked() {
        customer("1", "cookie:a");
        customer("1", "cookie:b");
        visit("cookie:a", "/pricing", Duration.ofDays(3), null, Browser.allowing(Purposes.ALL));
        visit("cookie:b", "/", Duration.ofDays(1), LONDON, Browser.allowing(Purposes.ALL));
        BruteForce truth = new BruteForce(raw);

        assertEquals(Set.of("cookie:a", "cookie:b", "partner:crm:1"), truth.members(RULE, NOW));
        truth.unlink("partner:crm:1", "cookie:a");
        assertEquals(Set.of(), truth.members(RULE, NOW));
    }

    @Test
    void theLastPlaceAndTheWindowCount() {
        customer("1", "cookie:a");
        visit("cookie:a", "/pricing", Duration.ofDays(29), LONDON, Browser.allowing(Purposes.ALL));
        BruteForce truth = new BruteForce(raw);

        assertEquals(2, truth.members(RULE, NOW).size());
        assertEquals(0, truth.members(RULE, NOW.plus(Duration.ofDays(1))).size());
        truth.add(Observed.page("late", "www", "cookie:a", "/", NOW, BERLIN, Browser.allowing(Purposes.ALL)));
        assertEquals(0, truth.members(RULE, NOW).size());
    }

    @Test
    void whatMayNotBeCollectedLeavesNoTrace() {
        customer("1", "cookie:a");
        visit("cookie:a", "/", Duration.ofDays(5), LONDON, Browser.allowing(Purposes.ALL));
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, Browser.allowing(null));
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, new Browser("x", Purposes.ALL, false, true));
        raw.add(Observed.page("p", "www", "cookie:a", "/pricing", NOW, LONDON, Browser.allowing(Purposes.ALL))
                .withPersonalData());

        assertEquals(Set.of(), new BruteForce(raw).members(RULE, NOW));
    }

    @Test
    void deniedProfilingTakesBackWhatWasObservedBefore() {
        customer("1", "cookie:a");
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, Browser.allowing(Purposes.ALL));
        visit("cookie:a", "/", Duration.ofDays(2), LONDON, Browser.allowing(Purposes.NO_PROFILING));
        visit("cookie:a", "/", Duration.ofDays(1), LONDON, Browser.allowing(Purposes.ALL));

        assertEquals(Set.of(), new BruteForce(raw).members(RULE, NOW));
    }

    @Test
    void deniedActivationKeepsTheMemberFromNetworksOnly() {
        customer("1", "cookie:a");
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, new Browser("x", Purposes.ALL, true, false));
        BruteForce truth = new BruteForce(raw);

        assertEquals(Set.of("cookie:a", "partner:crm:1"), truth.members(RULE, NOW));
        assertEquals(Set.of(), truth.audience(RULE, NOW, COOKIES, Set.of()));
    }

    @Test
    void whatNeverSpokeFollowsTheStrictestItIsLinkedTo() {
        customer("1", "cookie:a");
        raw.add(Observed.page("t", "www", "cookie:a", "/pricing", NOW, LONDON, Browser.allowing(Purposes.ALL))
                .withLinks(List.of("ttd:x")));
        BruteForce truth = new BruteForce(raw);

        assertEquals(Set.of("ttd:x"), truth.audience(RULE, NOW, Set.of("ttd"), Set.of()));
        assertEquals(Set.of(), truth.audience(RULE, NOW, Set.of("ttd"), Set.of("cookie:a")));
        truth.add(
                Observed.consent("d", "www", "cookie:a", NOW.plusMillis(1), Browser.allowing(Purposes.NO_ACTIVATION)));
        assertEquals(Set.of(), truth.audience(RULE, NOW, Set.of("ttd"), Set.of()));
    }

    @Test
    void whoIsForgottenIsNoMember() {
        customer("1", "cookie:a");
        visit("cookie:a", "/pricing", Duration.ofDays(3), LONDON, Browser.allowing(Purposes.ALL));
        BruteForce truth = new BruteForce(raw);

        truth.erase("cookie:a");

        assertEquals(Set.of(), truth.members(RULE, NOW));
        assertEquals(Set.of("cookie:a", "partner:crm:1"), truth.identifiers());
    }

    private void customer(String number, String cookie) {
        raw.add(Observed.row(
                "c" + this.number++,
                "crm",
                "partner:crm:" + number,
                List.of(cookie),
                Set.of("gold"),
                NOW.minus(Duration.ofDays(2)),
                Purposes.ALL));
    }

    private void visit(String cookie, String path, Duration ago, Place place, Browser browser) {
        raw.add(Observed.page("v" + number++, "www", cookie, path, NOW.minus(ago), place, browser));
    }
}
