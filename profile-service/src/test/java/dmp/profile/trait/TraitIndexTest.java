package dmp.profile.trait;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.profile.Cases;
import dmp.profile.Events;
import dmp.profile.access.JsonObject;

import static org.junit.jupiter.api.Assertions.assertEquals;

class TraitIndexTest {

    private static final List<String> SIGNALS = List.of("event.name", "page.path", "geo.city", "custom.amount");
    private static final List<String> TEXTS =
            List.of("page-view", "/", "/pricing", "/pricing/eu", "London", "12", "12.0", "-3");

    @Test
    void theIndexFindsExactlyTheTraitsWhoseRulesHold() {
        Cases.check(2_000, random -> {
            List<Trait> traits = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                traits.add(trait("t" + i, rule(random, 3)));
            }
            TraitIndex index = new TraitIndex(traits);
            for (int i = 0; i < 10; i++) {
                Map<String, String> signals = signals(random);
                Set<String> expected = new HashSet<>();
                for (Trait trait : traits) {
                    if (((Trait.RuleBased) trait.origin()).rule().matches(signals)) {
                        expected.add(trait.id());
                    }
                }
                assertEquals(
                        expected,
                        index.matching(Events.event("e", "cookie:a", Instant.EPOCH, signals))
                                .keySet());
            }
        });
    }

    @Test
    void whatIsWrittenAsJsonIsReadAsTheSameRule() {
        Cases.check(2_000, random -> {
            Rule rule = rule(random, 4);
            JsonObject json = JsonObject.root(RuleJson.write(rule));
            assertEquals(rule, RuleJson.read(json), json.faults().toString());
        });
    }

    @Test
    void aCodeCountsOnlyFromItsSource() {
        TraitIndex index = new TraitIndex(List.of(
                new Trait("gold", "Gold", "/", new Trait.Onboarded("crm", "gold"), null, null, false),
                new Trait("old", "Old", "/", new Trait.Onboarded("crm", "gold"), null, null, true)));

        assertEquals(Set.of("gold"), index.matching(delivered("crm")).keySet());
        assertEquals(Map.of(), index.matching(delivered("other")));
    }

    @Test
    void anEventThatOnlyTellsConsentRealisesNothing() {
        TraitIndex index = new TraitIndex(List.of(trait("t", new Rule.Not(new Rule.Exists("page.path", true)))));

        assertEquals(
                Map.of(),
                index.matching(
                        Events.event("e", "cookie:a", Instant.EPOCH, Map.of("event.name", EventCollected.CONSENT))));
    }

    /** In millionths. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    29.9,                29900000
                    -0.0000015,          -2
                    0.0000005,           0
                    1e2,                 100000000
                    100000000,           100000000000000
                    100000000.1,         0
                    1e999999999,         0
                    1e-999999999,        0
                    a lot,               0
                    ,                    0
                    """)
    void aRealisationIsWorthTheNumberOfItsSignal(String text, long worth) {
        TraitIndex index = new TraitIndex(List.of(new Trait(
                "buyer",
                "Buyer",
                "/",
                new Trait.RuleBased(new Rule.IsIn("event.name", Set.of("purchase"))),
                "custom.price",
                null,
                false)));
        Map<String, String> signals = text == null
                ? Map.of("event.name", "purchase")
                : Map.of("event.name", "purchase", "custom.price", text);

        assertEquals(Map.of("buyer", worth), index.matching(Events.event("e", "cookie:a", Instant.EPOCH, signals)));
    }

    private static EventCollected delivered(String source) {
        return new EventCollected(
                "e",
                "acme",
                source,
                "partner:crm:1",
                List.of(),
                "onboarded",
                Instant.EPOCH,
                Instant.EPOCH,
                Map.of(),
                List.of("gold"),
                Consent.ALL,
                Consent.ALL);
    }

    private static Trait trait(String id, Rule rule) {
        return new Trait(id, id, "/", new Trait.RuleBased(rule), null, null, false);
    }

    private static Map<String, String> signals(Random random) {
        Map<String, String> signals = new TreeMap<>();
        for (String signal : SIGNALS) {
            if (random.nextInt(4) > 0) {
                signals.put(signal, Cases.oneOf(random, TEXTS));
            }
        }
        return signals;
    }

    private static Rule rule(Random random, int depth) {
        String signal = Cases.oneOf(random, SIGNALS);
        return switch (random.nextInt(depth > 0 ? 9 : 5)) {
            case 0, 1 -> new Rule.IsIn(signal, Set.of(Cases.oneOf(random, TEXTS)));
            case 2 ->
                new Rule.IsIn(signal, new HashSet<>(List.of(Cases.oneOf(random, TEXTS), Cases.oneOf(random, TEXTS))));
            case 3 ->
                new Rule.HasPart(signal, Cases.oneOf(random, List.of(Rule.Part.values())), Cases.oneOf(random, TEXTS));
            case 4 ->
                random.nextBoolean()
                        ? new Rule.Exists(signal, random.nextBoolean())
                        : new Rule.Compares(
                                "custom.amount",
                                Cases.oneOf(random, List.of(Rule.Comparison.values())),
                                new BigDecimal(random.nextInt(30) - 10));
            case 5, 6 -> new Rule.All(rules(random, depth));
            case 7 -> new Rule.Any(rules(random, depth));
            default -> new Rule.Not(rule(random, depth - 1));
        };
    }

    private static List<Rule> rules(Random random, int depth) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            rules.add(rule(random, depth - 1));
        }
        return rules;
    }
}
