package dmp.profile;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;

import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MergeRuleTest {

    private static final List<String> IDENTIFIERS =
            List.of("cookie:a", "cookie:b", "idfa:C", "partner:crm:d", "partner:house:e", "partner:house:f");
    private static final List<String> NAMESPACES =
            List.of("cookie", "idfa", "partner", "partner:crm", "partner:house", "partner:hous");

    @Test
    void thoseAreUnitedThatALiteralReadingOfTheRuleFinds() {
        Cases.check(3_000, random -> {
            ProfileChanged profile = profile(random);
            MergeRule rule = rule(random);
            long day = random.nextInt(12);

            assertEquals(united(rule, profile, day), rule.unite(profile, day).identifiers());
        });
    }

    @Test
    void nobodyElseIsUnitedBeforeTheDayThatIsTold() {
        Cases.check(3_000, random -> {
            ProfileChanged profile = profile(random);
            MergeRule rule = rule(random);
            MergeRule.United first = rule.unite(profile, 0);

            assertTrue(first.until() > 0);
            for (long day = 0; day < Math.min(first.until(), 40); day++) {
                assertEquals(first.identifiers(), rule.unite(profile, day).identifiers());
            }
        });
    }

    @Test
    void whoIsUnitedWithAnotherHasThatOneUnitedToo() {
        Cases.check(3_000, random -> {
            ProfileChanged profile = profile(random);
            MergeRule drawn = rule(random);
            MergeRule rule = new MergeRule(
                    drawn.namespaces(), drawn.matchMethods(), drawn.linkDays(), drawn.depth(), IDENTIFIERS.size());
            String own = profile.identifier();
            for (String other : rule.unite(profile, 3).identifiers()) {
                assertTrue(rule.unite(seenFrom(other, profile), 3).identifiers().contains(own));
            }
        });
    }

    /** By distances: nothing of the walk. */
    private static List<String> united(MergeRule rule, ProfileChanged profile, long day) {
        Map<String, Integer> toDistance = new HashMap<>(Map.of(profile.identifier(), 0));
        for (int round = 0; round < IDENTIFIERS.size(); round++) {
            for (ProfileChanged.Link link : profile.links()) {
                String one = profile.facts().get(link.one()).identifier();
                String other = profile.facts().get(link.other()).identifier();
                boolean counts =
                        (rule.matchMethods().isEmpty() || rule.matchMethods().contains(link.matchMethod()))
                                && (rule.linkDays() == null || day - link.day() <= rule.linkDays())
                                && isAdmitted(rule, one)
                                && isAdmitted(rule, other);
                if (counts) {
                    shorten(toDistance, one, other);
                    shorten(toDistance, other, one);
                }
            }
        }
        return toDistance.entrySet().stream()
                .filter(entry -> entry.getValue() <= rule.depth())
                .sorted(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .limit(rule.size())
                .toList();
    }

    private static void shorten(Map<String, Integer> toDistance, String from, String to) {
        if (toDistance.containsKey(from)) {
            toDistance.merge(to, toDistance.get(from) + 1, Math::min);
        }
    }

    private static boolean isAdmitted(MergeRule rule, String identifier) {
        String[] parts = identifier.split(":");
        String namespace = parts.length == 3 ? parts[0] + ':' + parts[1] : parts[0];
        return rule.namespaces().isEmpty()
                || rule.namespaces().contains(namespace)
                || rule.namespaces().contains(parts[0]);
    }

    private static MergeRule rule(Random random) {
        List<String> namespaces = new ArrayList<>(NAMESPACES);
        namespaces.removeIf(_ -> random.nextBoolean());
        return new MergeRule(
                random.nextBoolean() ? List.of() : namespaces,
                random.nextBoolean() ? List.of() : List.of(2 + random.nextInt(2)),
                random.nextBoolean() ? null : (Integer) random.nextInt(6),
                1 + random.nextInt(4),
                1 + random.nextInt(IDENTIFIERS.size()));
    }

    private static ProfileChanged profile(Random random) {
        List<ProfileChanged.Link> links = new ArrayList<>();
        for (int i = random.nextInt(10); i > 0; i--) {
            int one = random.nextInt(IDENTIFIERS.size() - 1);
            int other = one + 1 + random.nextInt(IDENTIFIERS.size() - 1 - one);
            links.add(new ProfileChanged.Link(one, other, 2 + random.nextInt(2), random.nextInt(8)));
        }
        return profile(IDENTIFIERS, links);
    }

    private static ProfileChanged seenFrom(String identifier, ProfileChanged profile) {
        List<String> order = new ArrayList<>(IDENTIFIERS);
        order.sort(Comparator.comparing((String other) -> !other.equals(identifier))
                .thenComparing(Comparator.naturalOrder()));
        return profile(
                order,
                profile.links().stream()
                        .map(link -> {
                            int one = order.indexOf(IDENTIFIERS.get(link.one()));
                            int other = order.indexOf(IDENTIFIERS.get(link.other()));
                            return new ProfileChanged.Link(
                                    Math.min(one, other), Math.max(one, other), link.matchMethod(), link.day());
                        })
                        .toList());
    }

    private static ProfileChanged profile(List<String> identifiers, List<ProfileChanged.Link> links) {
        return new ProfileChanged(
                "acme",
                identifiers.getFirst(),
                1,
                Instant.EPOCH,
                null,
                identifiers.stream()
                        .map(identifier -> new ProfileChanged.Facts(identifier, null, Map.of(), List.of()))
                        .toList(),
                List.of(),
                links);
    }
}
