package dmp.activation.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dmp.activation.campaign.Campaign.Flight;
import dmp.activation.campaign.Target;
import dmp.activation.campaign.Target.Placement;
import dmp.activation.network.Account;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.MembershipChanged.Membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

class AudienceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
    private static final Flight FLIGHT = new Flight(NOW.minusSeconds(60), NOW.plusSeconds(60));

    private final Target tradeDesk = target(List.of("ttd"), false);
    private final Target cookies = target(List.of("cookie"), false);

    @Test
    void linkedIdentifierIsTold() {
        World world = new World().take(member("cookie:a", 1, true, List.of("ttd:t")));

        assertEquals(Set.of("s"), world.wanted("ttd:t", tradeDesk));
    }

    @Test
    void lastContributorDecidesWhenAnIdentifierLeaves() {
        World world = new World()
                .take(member("cookie:a", 1, true, List.of("ttd:t")))
                .take(member("cookie:b", 1, true, List.of("ttd:t")))
                .take(nobody("cookie:a", 2, List.of("ttd:t")));
        assertEquals(Set.of("s"), world.wanted("ttd:t", tradeDesk));

        world.take(member("cookie:b", 2, true, List.of()));

        assertEquals(Set.of(), world.wanted("ttd:t", tradeDesk));
    }

    @Test
    void contributorWithoutConsentContributesNothing() {
        World world = new World().take(member("cookie:a", 1, false, List.of("ttd:t")));

        assertEquals(Set.of(), world.wanted("ttd:t", tradeDesk));
        assertEquals(Set.of(), world.wanted("cookie:a", cookies));
    }

    @Test
    void ownDenialEndsWhatOthersContribute() {
        World world = new World()
                .take(member("cookie:a", 1, true, List.of("ttd:t")))
                .take(member("ttd:t", 1, false, List.of("cookie:a")));

        assertEquals(Set.of(), world.wanted("ttd:t", tradeDesk));
    }

    @Test
    void whoNeverSpokeLeavesItToThoseWhoDid() {
        World world = new World().take(member("cookie:a", 1, true, List.of("ttd:t")));

        assertEquals(Set.of("s"), world.wanted("ttd:t", tradeDesk));
        assertEquals(Set.of("s"), world.audience("ttd:t").sayable());
    }

    @Test
    void forWhoIsSilentOneNoOutweighsAnyYes() {
        World world = new World()
                .take(member("partner:crm:1", 1, true, List.of("cookie:a", "ttd:t")))
                .take(member("cookie:a", 1, false, List.of("partner:crm:1", "ttd:t")));
        assertEquals(Set.of(), world.wanted("ttd:t", tradeDesk));

        world.take(member("cookie:a", 2, true, List.of("partner:crm:1", "ttd:t")));

        assertEquals(Set.of("s"), world.wanted("ttd:t", tradeDesk));
    }

    @Test
    void underADeviceOnlyRuleOneBrowserSaysNothingAboutAnother() {
        World world = new World()
                .take(member("cookie:a", 1, true, List.of("cookie:b", "ttd:t")))
                .take(nobody("cookie:b", 1, List.of("cookie:a")));

        assertEquals(Set.of("s"), world.wanted("cookie:b", cookies));
        assertEquals(Set.of(), world.wanted("cookie:b", target(List.of("cookie"), true)));
        assertEquals(Set.of("s"), world.wanted("ttd:t", target(List.of("ttd"), true)));
    }

    @Test
    void forgottenIdentifierIsNowhere() {
        World world = new World()
                .take(member("cookie:a", 1, true, List.of("ttd:t")))
                .take(new MembershipChanged(
                        "acme",
                        "cookie:a",
                        2,
                        NOW,
                        NOW,
                        List.of(),
                        true,
                        List.of("ttd:t"),
                        List.of(),
                        List.of(),
                        true));

        assertEquals(Set.of(), world.wanted("ttd:t", tradeDesk));
        assertTrue(world.audience("cookie:a").isDenied());
        assertEquals(Set.of(), world.audience("cookie:a").segments());
    }

    @Test
    void olderRecordSaysNothing() {
        assertFalse(Succession.counts(
                new Memberships(5, true, Map.of(), List.of()), member("cookie:a", 4, true, List.of())));
        assertTrue(Succession.counts(
                new Memberships(5, true, Map.of(), List.of()), member("cookie:a", 5, true, List.of())));
    }

    @Test
    void causeIsTheEventThatBroughtItIn() {
        World world = new World().take(member("cookie:a", 1, true, List.of()));
        Instant first = world.cause("cookie:a", cookies);

        world.take(received(member("cookie:a", 2, true, List.of("ttd:t")), NOW.plusSeconds(9)));

        assertEquals(NOW, first);
        assertEquals(NOW, world.cause("cookie:a", cookies));
        assertEquals(NOW.plusSeconds(9), world.cause("ttd:t", tradeDesk));
    }

    @Test
    void timeAloneIsNoCause() {
        World world = new World().take(received(member("cookie:a", 1, true, List.of()), null));

        assertNull(world.cause("cookie:a", cookies));
    }

    /** Law 2: however records arrive, again, late or out of order, the end is that of the newest of each. */
    @Test
    void endDoesNotDependOnOrderOrRepetition() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            List<MembershipChanged> history = history(random);
            World straight = new World();
            history.forEach(straight::take);
            List<MembershipChanged> disturbed = new ArrayList<>(history);
            disturbed.addAll(history.subList(0, random.nextInt(history.size() + 1)));
            Collections.shuffle(disturbed, random);
            // Of one identifier nothing older may come after everything: what a partition redelivers ends with the
            // newest.
            World other = new World();
            disturbed.forEach(other::take);
            history.forEach(other::take);

            for (String identifier : List.of("cookie:a", "cookie:b", "ttd:t", "ttd:u")) {
                assertEquals(straight.wanted(identifier, tradeDesk), other.wanted(identifier, tradeDesk));
                assertEquals(straight.wanted(identifier, cookies), other.wanted(identifier, cookies));
            }
        }
    }

    private static List<MembershipChanged> history(Random random) {
        List<MembershipChanged> history = new ArrayList<>();
        for (int version = 1; version <= 8; version++) {
            for (String identifier : List.of("cookie:a", "cookie:b", "ttd:t")) {
                List<String> linked = new ArrayList<>(List.of("cookie:a", "cookie:b", "ttd:t", "ttd:u"));
                linked.removeIf(other -> other.equals(identifier) || random.nextBoolean());
                history.add(
                        random.nextInt(3) == 0
                                ? nobody(identifier, version, linked)
                                : member(identifier, version, random.nextInt(4) > 0, linked));
            }
        }
        return history;
    }

    /** The state as the consumer keeps it, in maps instead of Redis. */
    private static final class World {
        private final Map<String, Map<String, Contribution>> contributions = new HashMap<>();
        private final Map<String, Memberships> records = new HashMap<>();

        World take(MembershipChanged message) {
            Memberships before = records.getOrDefault(message.identifier(), Memberships.NONE);
            if (Succession.counts(before, message)) {
                Succession succession = Succession.of(before, message);
                if (!succession.changesNothing()) {
                    succession.contributions().forEach((identifier, contribution) -> {
                        Map<String, Contribution> of =
                                contributions.computeIfAbsent(identifier, key -> new HashMap<>());
                        if (contribution == null) {
                            of.remove(message.identifier());
                        } else {
                            of.put(message.identifier(), contribution);
                        }
                    });
                }
                records.put(message.identifier(), succession.after());
            }
            return this;
        }

        Audience audience(String identifier) {
            return new Audience(
                    identifier,
                    contributions.getOrDefault(identifier, Map.of()),
                    null,
                    records.getOrDefault(identifier, Memberships.NONE));
        }

        Set<String> wanted(String identifier, Target target) {
            return audience(identifier).wanted(target, target.running(NOW)).keySet();
        }

        Instant cause(String identifier, Target target) {
            return audience(identifier)
                    .wanted(target, target.running(NOW))
                    .get("s")
                    .cause();
        }
    }

    private static Target target(List<String> namespaces, boolean deviceOnly) {
        return new Target(
                new Account("acme", "d", "webhook", Map.of(), "c", namespaces),
                1,
                false,
                List.of(new Placement("holiday", "s", FLIGHT, NOW, false, deviceOnly)));
    }

    private static MembershipChanged member(String identifier, long version, boolean allowed, List<String> linked) {
        return new MembershipChanged(
                "acme",
                identifier,
                version,
                NOW,
                NOW,
                List.of(new Membership("s", 1, NOW, null)),
                allowed,
                linked,
                List.of(),
                List.of(),
                false);
    }

    private static MembershipChanged nobody(String identifier, long version, List<String> linked) {
        return new MembershipChanged(
                "acme", identifier, version, NOW, NOW, List.of(), true, linked, List.of(), List.of(), false);
    }

    private static MembershipChanged received(MembershipChanged message, Instant at) {
        return new MembershipChanged(
                message.tenant(),
                message.identifier(),
                message.version(),
                message.changedAt(),
                at,
                message.memberships(),
                message.activationAllowed(),
                message.linkedIdentifiers(),
                message.entered(),
                message.left(),
                message.forgotten());
    }
}
