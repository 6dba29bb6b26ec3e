package dmp.e2e.scenario;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CrowdTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @Test
    void aSeedGivesTheSamePeopleUnderOtherNames() {
        List<Visitor> one = new Crowd("r1", 7).visitors(100);
        List<Visitor> other = new Crowd("r2", 7).visitors(100);

        assertEquals(
                one.stream().map(Visitor::visits).toList(),
                other.stream().map(Visitor::visits).toList());
        Set<String> shared = new HashSet<>();
        one.forEach(visitor -> shared.addAll(visitor.cookies()));
        one.forEach(visitor -> shared.addAll(visitor.networkIds()));
        other.forEach(visitor -> {
            assertTrue(visitor.cookies().stream().noneMatch(shared::contains));
            assertTrue(visitor.networkIds().stream().noneMatch(shared::contains));
        });
    }

    @Test
    void everyKindOfVisitorIsAmongSeveralHundred() {
        List<Visitor> visitors = new Crowd("r1", 20261124).visitors(400);

        assertTrue(visitors.stream().anyMatch(visitor -> visitor.cookies().size() == 2));
        assertTrue(visitors.stream().anyMatch(Visitor::writesPersonalData));
        assertTrue(visitors.stream().anyMatch(visitor -> visitor.browser().consent() == null));
        assertTrue(visitors.stream().anyMatch(visitor -> visitor.browser().globalPrivacyControl()));
        assertTrue(visitors.stream().anyMatch(visitor -> visitor.browser().doNotTrack()));
        assertEquals(
                Set.copyOf(Browser.USER_AGENTS),
                Set.copyOf(visitors.stream()
                        .map(visitor -> visitor.browser().userAgent())
                        .toList()));
        Crowd crowd = new Crowd("r1", 20261124);
        BruteForce truth = new BruteForce(List.of());
        visitors.forEach(visitor -> {
            crowd.site("www", visitor, NOW).forEach(truth::add);
            if (visitor.customerNumber() != null) {
                truth.add(crowd.partnerRow("crm", visitor, NOW));
            }
        });
        BruteForce.Rule rule =
                (view, now) -> view.hasCode("crm", "gold") && view.city().equals("London");
        int members = truth.members(rule, NOW).size();
        assertTrue(members > 50 && members < truth.identifiers().size() / 2, members + " members");
    }

    @Test
    void noTwoEventsOfAVisitorShareAMoment() {
        Crowd crowd = new Crowd("r1", 20261124);

        for (Visitor visitor : crowd.visitors(400)) {
            List<Observed> events = crowd.site("www", visitor, NOW);
            assertEquals(
                    events.size(), events.stream().map(Observed::at).distinct().count());
        }
    }
}
