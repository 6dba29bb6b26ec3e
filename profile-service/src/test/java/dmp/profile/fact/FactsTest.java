package dmp.profile.fact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.profile.Cases;
import dmp.profile.Events;
import dmp.profile.dictionary.Dictionary;
import dmp.profile.dictionary.DictionaryForTests;
import dmp.profile.store.StateStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FactsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    /** Two realisations of one trait, of which the earlier came with a city. */
    private static final String FORMAT_1 =
            "0102037777770f70726963696e672d76697369746f7206001c87b4b5eba0340280b4b5eba034"
                    + "87a0697cda5b075caedb8b8b2e0102171800011918020001";

    /** Two events; a trait of both, of which one is worth something, and another of the later one, that told an attribute too. */
    private static final String FORMAT_2 = "0204037777770562757965720363726d0776697369746f722a000c87bcd9f29e340280bcd"
            + "9f29e3487a0697cda5b075caedb8b8b2e010217180102191a050001c08db701001b180201";

    private static final Dictionary NO_WORDS = DictionaryForTests.of(List.of());
    private static final Dictionary WORDS =
            DictionaryForTests.of(List.of("www", "pricing-visitor", "app", "geo.city", "something-else"));
    private static final Dictionary OTHER_WORDS =
            DictionaryForTests.of(List.of("app", "pricing-visitor", "www", "geo.city", "something-else"));

    private static final Map<String, Long> PRICING = Map.of("pricing-visitor", 0L);

    @Test
    void anyOrderAndRepetitionOfTheSameInputsGivesTheSameFacts() {
        Cases.check(3_000, random -> {
            List<UnaryOperator<Facts>> inputs = inputs(random);
            List<UnaryOperator<Facts>> others = new ArrayList<>(inputs);
            for (int i = random.nextInt(10); i > 0; i--) {
                others.add(Cases.oneOf(random, inputs));
            }
            Collections.shuffle(others, random);
            assertEquals(applied(inputs), applied(others));
        });
    }

    /**
     * A trait is defined, or its rule or what it is worth changed, while events come: those of before are replayed for its sake, in any
     * order, more than once, among live events, erasures and withdrawals.
     */
    @Test
    void aBackfilledTraitIsAsIfItHadAlwaysBeenThere() {
        Cases.check(3_000, random -> {
            Definition before = new Definition(
                    Cases.oneOf(random, List.<Predicate<EventCollected>>of(_ -> false, Rule.LONDON, Rule.PRICING)),
                    Cases.oneOf(random, List.of("custom.k0", "custom.k1")));
            Definition after = new Definition(Rule.PRICING, Cases.oneOf(random, List.of("custom.k0", "custom.none")));
            List<EventCollected> events = new ArrayList<>();
            for (int i = random.nextInt(30); i > 0; i--) {
                events.add(withId(Events.random(random, List.of("cookie:a"), List.of("www", "crm")), "e" + i));
            }
            List<UnaryOperator<Facts>> always = new ArrayList<>();
            events.forEach(event -> always.add(live(event, after)));
            List<UnaryOperator<Facts>> erasures = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                long moment = Events.START.plusMillis(random.nextInt(10_000)).toEpochMilli();
                erasures.add(facts -> facts.erasedAt(moment));
            }
            always.addAll(erasures);

            int changedAt = random.nextInt(events.size() + 1);
            List<UnaryOperator<Facts>> first = new ArrayList<>();
            events.subList(0, changedAt).forEach(event -> first.add(live(event, before)));
            List<UnaryOperator<Facts>> then = new ArrayList<>(erasures);
            events.subList(changedAt, events.size()).forEach(event -> then.add(live(event, after)));
            for (EventCollected event : events.subList(0, random.nextInt(changedAt, events.size() + 1))) {
                then.add(replayed(event, before, after));
                then.add(replayed(event, before, after));
            }
            Collections.shuffle(then, random);
            first.addAll(then);

            assertEquals(applied(always), applied(first));
        });
    }

    private static final class Rule {
        static final Predicate<EventCollected> PRICING =
                event -> "/pricing".equals(event.signals().get("page.path"));
        static final Predicate<EventCollected> LONDON =
                event -> "London".equals(event.signals().get("geo.city"));
    }

    private record Definition(Predicate<EventCollected> rule, String value) {

        Map<String, Long> realised(EventCollected event) {
            return rule.test(event) ? Map.of("pricing-visitor", worth(event, value)) : Map.of();
        }
    }

    /** Whole numbers only. */
    private static long worth(EventCollected event, String value) {
        return 1_000_000 * Long.parseLong(event.signals().getOrDefault(value, "0"));
    }

    private static UnaryOperator<Facts> live(EventCollected event, Definition trait) {
        return facts -> facts.apply(event, trait.realised(event));
    }

    private static UnaryOperator<Facts> replayed(EventCollected event, Definition before, Definition after) {
        if (after.rule().test(event)) {
            return facts -> facts.unrealised(event, "pricing-visitor").apply(event, after.realised(event));
        }
        return before.rule().test(event) ? facts -> facts.unrealised(event, "pricing-visitor") : facts -> facts;
    }

    private static EventCollected withId(EventCollected event, String id) {
        return new EventCollected(
                id,
                event.tenant(),
                event.source(),
                event.identifier(),
                event.links(),
                event.name(),
                event.occurredAt(),
                event.receivedAt(),
                event.signals(),
                event.onboardedTraits(),
                event.consent(),
                event.contract());
    }

    @Test
    void whatIsStoredIsWhatIsRead() {
        Cases.check(2_000, random -> {
            FactsState state =
                    new FactsState(random.nextLong(1L << 50), random.nextInt(3) - 1, applied(inputs(random)));
            byte[] writtenOut = state.encoded(NO_WORDS);
            byte[] numbered = state.encoded(WORDS);

            assertEquals(state, FactsState.decoded(writtenOut, NO_WORDS));
            assertEquals(state, FactsState.decoded(writtenOut, WORDS));
            assertEquals(state, FactsState.decoded(numbered, WORDS));
            assertEquals(WORDS.size(), FactsState.words(new StateStore.Stored(1, numbered)));
            assertThrows(IllegalStateException.class, () -> FactsState.decoded(numbered, OTHER_WORDS));
        });
    }

    @Test
    void aTypicalValueIsSmall() {
        Facts facts = Facts.NONE;
        for (int i = 0; i < 10; i++) {
            EventCollected event = Events.event(
                    "0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e0" + i,
                    "cookie:a",
                    NOON.plusSeconds(3_600L * i),
                    Map.of("geo.country", "GB", "geo.city", "London", "device.type", "phone", "device.os", "iOS"));
            facts = facts.apply(event, PRICING);
        }
        assertTrue(new FactsState(5, -1, facts).encoded(WORDS).length < 130);
    }

    @Test
    void anEventThatIsSentAgainCountsOnce() {
        EventCollected event = Events.event("e1", "cookie:a", NOON, Map.of());
        EventCollected again = Events.event("e1", "cookie:a", NOON.plusMillis(7), Map.of());

        Facts facts = Facts.NONE.apply(event, PRICING).apply(again, PRICING);

        assertEquals(
                1, facts.realisations().firstEntry().getValue().observations().size());
    }

    @Test
    void anEventThatIsToldOfAgainCountsAtItsLatestTimeAndOfTwoValuesThenTheGreater() {
        EventCollected first = Events.event("e1", "cookie:a", NOON, Map.of());
        EventCollected other = Events.event("e0", "cookie:a", NOON.minusMillis(1), Map.of());
        EventCollected later = Events.event("e1", "cookie:a", NOON.plusMillis(7), Map.of());

        Facts facts = Facts.NONE
                .apply(other, Map.of("pricing-visitor", 1L))
                .apply(first, Map.of("pricing-visitor", 9L))
                .apply(later, Map.of("pricing-visitor", 2L))
                .apply(later, Map.of("pricing-visitor", 4L))
                .apply(later, Map.of("pricing-visitor", 3L))
                .apply(first, Map.of("pricing-visitor", 8L));

        Occurrences known = facts.realisations().firstEntry().getValue();
        assertEquals(
                List.of(NOON.toEpochMilli() - 1, NOON.toEpochMilli() + 7),
                known.observations().stream().map(Observation::at).toList());
        assertEquals(List.of(1L, 4L), known.worths());
    }

    @Test
    void onlyTheLatestAttributesAreRememberedInWhateverOrder() {
        List<EventCollected> events = new ArrayList<>();
        for (int i = 0; i < Facts.ATTRIBUTES_REMEMBERED + 50; i++) {
            events.add(Events.event("e" + i, "cookie:a", NOON.plusSeconds(i), Map.of("custom.k" + i, "v")));
        }
        Collections.shuffle(events, new Random(7));
        Facts facts = Facts.NONE;
        for (EventCollected event : events) {
            facts = facts.apply(event, Map.of());
        }

        assertEquals(Facts.ATTRIBUTES_REMEMBERED, facts.attributes().size());
        assertEquals(
                NOON.plusSeconds(50).toEpochMilli(),
                facts.attributes().values().stream()
                        .mapToLong(attribute -> attribute.observation().at())
                        .min()
                        .orElseThrow());
    }

    @Test
    void whatWasStoredBeforeRealisationsHadValuesIsRead() {
        byte[] stored = HexFormat.of().parseHex(FORMAT_1);

        Facts facts = FactsState.decoded(stored, WORDS).facts();

        Occurrences known = facts.realisations().firstEntry().getValue();
        assertEquals(
                List.of(NOON.toEpochMilli(), NOON.toEpochMilli() + 7),
                known.observations().stream().map(Observation::at).toList());
        assertEquals(List.of(), known.worths());
    }

    @Test
    void whatWasStoredBeforeThereWereWordsIsRead() {
        FactsState state = FactsState.decoded(HexFormat.of().parseHex(FORMAT_2), WORDS);

        Observation first = Observation.of(1_795_000_000_000L, "e1");
        Observation later = Observation.of(1_795_000_000_007L, "e2");
        assertEquals(
                new FactsState(
                        41,
                        -1,
                        new Facts(
                                Facts.NEVER,
                                Facts.NEVER,
                                new Facts.Consent(true, false, later.at()),
                                new TreeMap<>(Map.of("geo.city", new Facts.Attribute(later, "London", "www"))),
                                new TreeMap<>(Map.of(
                                        new Facts.TraitAtSource("buyer", "crm"),
                                        new Occurrences(List.of(first, later), List.of(1_500_000L, 0L)),
                                        new Facts.TraitAtSource("visitor", "www"),
                                        new Occurrences(List.of(later), List.of()))))),
                state);
    }

    @Test
    void twoEventsOfOneMomentCountTwice() {
        Facts facts = Facts.NONE
                .apply(Events.event("e1", "cookie:a", NOON, Map.of()), PRICING)
                .apply(Events.event("e2", "cookie:a", NOON, Map.of()), PRICING);

        assertEquals(
                2, facts.realisations().firstEntry().getValue().observations().size());
    }

    @Test
    void withdrawalOfProfilingVoidsWhatWasObservedAlsoWhenItArrivesLater() {
        EventCollected withdrawal = consentAt(NOON, Consent.NONE);
        EventCollected before = Events.event("e1", "cookie:a", NOON.minusSeconds(1), Map.of("geo.city", "London"));

        Facts facts = Facts.NONE.apply(withdrawal, Map.of()).apply(before, PRICING);

        assertTrue(facts.realisations().isEmpty());
        assertTrue(facts.attributes().isEmpty());
        assertEquals(new Facts.Consent(false, false, NOON.toEpochMilli()), facts.consent());
    }

    @Test
    void whatIsObservedAfterConsentWasGivenAgainCounts() {
        EventCollected withdrawal = consentAt(NOON, Consent.NONE);
        EventCollected after = Events.event("e1", "cookie:a", NOON.plusMillis(1), Map.of());

        Facts facts = Facts.NONE.apply(after, PRICING).apply(withdrawal, Map.of());

        assertEquals(1, facts.realisations().size());
    }

    @Test
    void withdrawalOfActivationAloneVoidsNothing() {
        Facts before = Facts.NONE.apply(Events.event("e1", "cookie:a", NOON, Map.of()), PRICING);

        Facts after = before.apply(consentAt(NOON.plusSeconds(1), new Consent(true, true, false)), Map.of());

        assertEquals(before.realisations(), after.realisations());
        assertEquals(new Facts.Consent(true, false, NOON.plusSeconds(1).toEpochMilli()), after.consent());
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false"})
    void aContractThatForbidsProfilingOrActivationLimitsItsOwnEventsOnly(boolean profiling, boolean activation) {
        Facts before = Facts.NONE.apply(Events.event("e1", "cookie:a", NOON, Map.of("geo.city", "London")), PRICING);
        EventCollected limited = Events.underContract(
                Events.event("e2", "cookie:a", NOON.plusSeconds(1), Map.of("geo.city", "Paris")),
                new Consent(true, profiling, activation));

        Facts after = before.apply(limited, PRICING);

        assertEquals(before.realisations(), after.realisations());
        assertEquals(before.attributes(), after.attributes());
        assertEquals(new Facts.Consent(true, true, NOON.plusSeconds(1).toEpochMilli()), after.consent());
    }

    @Test
    void erasureLeavesATombstone() {
        Facts facts = Facts.NONE
                .apply(Events.event("e1", "cookie:a", NOON, Map.of("geo.city", "London")), PRICING)
                .erasedAt(NOON.toEpochMilli());

        assertTrue(facts.isErased());
        assertNull(facts.consent());
        assertTrue(new FactsState(1L << 50, 1L << 50, facts).encoded(WORDS).length < 32);
    }

    @Test
    void realisationsOlderThanTheirTimeToLiveGo() {
        Facts facts = Facts.NONE
                .apply(Events.event("e1", "cookie:a", NOON, Map.of()), Map.of("short", 0L, "long", 0L))
                .withoutExpired(trait -> trait.equals("short") ? NOON.toEpochMilli() : Facts.NEVER);

        assertEquals("long", facts.realisations().firstKey().trait());
        assertEquals(1, facts.realisations().size());
    }

    @Test
    void onlyTheLatestRealisationsAreRememberedInWhateverOrder() {
        List<EventCollected> events = new ArrayList<>();
        for (int i = 0; i < Occurrences.REMEMBERED + 50; i++) {
            events.add(Events.event("e" + i, "cookie:a", NOON.plusSeconds(i), Map.of()));
        }
        Facts inOrder = Facts.NONE;
        for (EventCollected event : events) {
            inOrder = inOrder.apply(event, PRICING);
        }
        Collections.shuffle(events, new Random(7));
        Facts shuffled = Facts.NONE;
        for (EventCollected event : events) {
            shuffled = shuffled.apply(event, PRICING);
        }

        assertEquals(inOrder, shuffled);
        List<Observation> observations =
                inOrder.realisations().firstEntry().getValue().observations();
        assertEquals(Occurrences.REMEMBERED, observations.size());
        assertEquals(
                NOON.plusSeconds(50).toEpochMilli(), observations.getFirst().at());
    }

    private static EventCollected consentAt(Instant at, Consent consent) {
        return Events.event("c" + at, "cookie:a", at, Map.of("event.name", EventCollected.CONSENT), List.of(), consent);
    }

    private static List<UnaryOperator<Facts>> inputs(Random random) {
        List<UnaryOperator<Facts>> inputs = new ArrayList<>();
        for (int i = 1 + random.nextInt(25); i > 0; i--) {
            if (random.nextInt(15) == 0) {
                long moment = Events.START.toEpochMilli() + random.nextInt(40) * 250L;
                inputs.add(facts -> facts.erasedAt(moment));
            } else {
                EventCollected any = Events.random(random, List.of("cookie:a"), List.of("www", "app"));
                // Some are told of again, with another time or worth something else.
                EventCollected event = random.nextBoolean() ? any : withId(any, "e" + random.nextInt(3));
                Map<String, Long> traits = event.signals().containsValue("/pricing")
                        ? Map.of("pricing-visitor", worth(event, "custom.k0"), "visitor", 0L)
                        : Map.of();
                inputs.add(facts -> facts.apply(event, traits));
            }
        }
        return inputs;
    }

    private static Facts applied(List<UnaryOperator<Facts>> inputs) {
        Facts facts = Facts.NONE;
        for (UnaryOperator<Facts> input : inputs) {
            facts = input.apply(facts);
        }
        return facts;
    }
}
