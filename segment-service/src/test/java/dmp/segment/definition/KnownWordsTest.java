package dmp.segment.definition;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dmp.profile.contract.TraitDefined;
import dmp.segment.rule.Constraint;
import dmp.segment.rule.EventRule;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;
import dmp.segment.rule.Vocabulary.Refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class KnownWordsTest {

    private final Map<String, TraitDefined> traits = Map.of(
            "gold", new TraitDefined("acme", "gold", "Gold", 1, "rule", "/Loyalty/Tiers", "custom.price", false),
            "old", new TraitDefined("acme", "old", "Old", 2, "rule", "/", null, true),
            "visit", new TraitDefined("acme", "visit", "Visit", 1, "rule", "/Loyalty", null, false));

    private final Vocabulary words =
            KnownWords.of(traits, List.of(segment("b", "trait gold"), segment("c", "segment a or segment b")), "a");

    @Test
    void whatThereIsMayBeNamed() {
        assertTrue(words.refuseTrait("gold").isEmpty());
        assertTrue(words.refuseSummed("gold").isEmpty());
        assertTrue(words.refuseFolder("/Loyalty").isEmpty());
        assertTrue(words.refuseSegment("b").isEmpty());
        assertTrue(words.refuseAttribute("geo.city").isEmpty());
        assertTrue(words.refuseAttribute("custom.basket_value").isEmpty());
    }

    @Test
    void whatThereIsNotIsRefusedWithWhatWasMeant() {
        assertEquals("gold", words.refuseTrait("glod").map(Refusal::suggestion).orElseThrow());
        assertEquals(
                "geo.city",
                words.refuseAttribute("geo.cty").map(Refusal::suggestion).orElseThrow());
        assertEquals(
                "/Loyalty/Tiers",
                words.refuseFolder("/Loyalty/Tires").map(Refusal::suggestion).orElseThrow());
        assertEquals(
                "archived-trait", words.refuseTrait("old").map(Refusal::code).orElseThrow());
        assertEquals("no-value", words.refuseSummed("visit").map(Refusal::code).orElseThrow());
        assertEquals("gold", words.refuseSummed("glod").map(Refusal::suggestion).orElseThrow());
        assertEquals(
                "unknown-attribute",
                words.refuseAttribute("page.path").map(Refusal::code).orElseThrow());
        assertEquals(
                "unknown-attribute",
                words.refuseAttribute("custom.no blank").map(Refusal::code).orElseThrow());
        assertEquals(
                "unknown-segment", words.refuseSegment("d").map(Refusal::code).orElseThrow());
    }

    @Test
    void whatNoEventCarriesOrNoTraitCanAskIsRefused() {
        assertTrue(signal("page.path", new Constraint.Prefix("/x")).isEmpty());
        assertTrue(signal("custom.basket", new Constraint.Between(BigDecimal.ONE, BigDecimal.TEN))
                .isEmpty());
        assertEquals(
                "page.path",
                signal("page.pth", new Constraint.Exists()).orElseThrow().suggestion());
        assertEquals(
                "type-mismatch",
                signal("page.path", new Constraint.Between(BigDecimal.ONE, BigDecimal.TEN))
                        .orElseThrow()
                        .code());
        assertEquals(
                "type-mismatch",
                signal("page.path", new Constraint.In(List.of("a", "")))
                        .orElseThrow()
                        .code());
    }

    private Optional<Refusal> signal(String key, Constraint constraint) {
        return words.refuseSignal(new EventRule.Signal(key, constraint));
    }

    @Test
    void circlesAreRefusedHoweverLong() {
        assertEquals(
                "segment-circle", words.refuseSegment("a").map(Refusal::code).orElseThrow());
        assertEquals(
                "segment-circle", words.refuseSegment("c").map(Refusal::code).orElseThrow());
    }

    @Test
    void aBareWordIsExplained() {
        assertEquals("trait gold", words.meantBy("gold").orElseThrow());
        assertEquals("segment b", words.meantBy("b").orElseThrow());
        assertTrue(words.meantBy("whatever").isEmpty());
    }

    private static Segment segment(String id, String rule) {
        Segment segment = new Segment("acme", id, Instant.EPOCH);
        try {
            segment.define(id, RuleText.parse(rule, Vocabulary.UNCHECKED), "device-only", Instant.EPOCH, "somebody");
        } catch (RuleRefused refused) {
            throw new IllegalArgumentException(refused);
        }
        return segment;
    }
}
