package dmp.ingestion.normalise;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dmp.ingestion.consent.ConsentStatement;
import dmp.ingestion.consent.PrivacySignals;
import dmp.ingestion.contract.Consent;
import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.ObservedLink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class NormaliserTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:15:30.410Z");
    private static final Normaliser NORMALISER =
            new Normaliser(new Identifiers(Set.of("cookie", "idfa", "gaid", "ttd", "uid2")), Duration.ofDays(400));

    private final Sent sent = new Sent();

    @Test
    void keepsTheSendersId() {
        sent.id = "0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e01";

        assertEquals("0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e01", accepted().id());
    }

    @Test
    void givesAnIdToAnEventWithoutOne() {
        assertEquals("fresh", accepted().id());
    }

    @ParameterizedTest
    @CsvSource({
        "cookie:7f3c2a, cookie:7f3c2a",
        "idfa:aebe52e7-03ee-455a-b3c4-e57283966239, idfa:AEBE52E7-03EE-455A-B3C4-E57283966239",
        "gaid:38400000-8CF0-11BD-B23E-10B96E40000D, gaid:38400000-8cf0-11bd-b23e-10b96e40000d",
        "partner:crm:1042, partner:crm:1042",
        "uid2:AdvC+/x4yz==, uid2:AdvC+/x4yz==",
    })
    void identifiersHaveOneSpelling(String raw, String canonical) {
        sent.identifier = raw;

        assertEquals(canonical, accepted().identifier());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nothing; identifier-invalid",
                "cookie:; identifier-invalid",
                "cookie:a b; identifier-invalid",
                "cookie:a|b; identifier-invalid",
                "cookie:{a}; identifier-invalid",
                "shoe:12; identifier-invalid",
                "partner:crm; identifier-invalid",
                "partner:CRM:1; identifier-invalid",
                "idfa:00000000-0000-0000-0000-000000000000; identifier-invalid",
                "gaid:abc; identifier-invalid",
                "email:john@example.com; personal-data",
                "john@example.com; personal-data",
                "partner:crm:+447700900123; personal-data",
                "partner:crm:john.smith; personal-data",
                "cookie:81.2.69.142; personal-data",
            })
    void otherIdentifiersAreRefused(String raw, String code) {
        sent.identifier = raw;

        assertRejected(code, "/identifier");
    }

    @Test
    void anIdentifierIsNeverQuoted() {
        sent.identifier = "partner:crm:john.smith@example.com";

        assertFalse(rejected().rejection().reason().contains("john"));
    }

    @Test
    void linksAreDistinctAndOtherThanTheIdentifier() {
        sent.links = List.of(
                new SubmittedEvent.Link("partner:crm:1042", 3),
                new SubmittedEvent.Link("partner:crm:1042", 4),
                new SubmittedEvent.Link("cookie:7f3c2a", 4));

        assertEquals(
                List.of(new ObservedLink("partner:crm:1042", 3)), accepted().links());
    }

    @Test
    void aPersonalLinkIsRefusedByItsPosition() {
        sent.links =
                List.of(new SubmittedEvent.Link("cookie:b", 4), new SubmittedEvent.Link("partner:crm:a@b.example", 4));

        assertRejected("personal-data", "/links/1");
    }

    @ParameterizedTest
    @CsvSource({"page-view, page-view", "pageView, page-view", "Page View, page-view", "page_view, page-view"})
    void namesHaveOneSpelling(String raw, String canonical) {
        sent.name = raw;

        assertEquals(canonical, accepted().name());
        assertEquals(canonical, accepted().signals().get("event.name"));
    }

    @Test
    void queryStringsAreDroppedButForTheCampaign() {
        sent.page = new SubmittedEvent.Page(
                "https://user:pw@WWW.Acme.Example:8443//shop/pricing/;jsessionid=1?session=s3cret&utm_source=news+letter"
                        + "&utm_campaign=holiday%202026#top",
                " Pricing ", "https://search.example/?q=john@example.com");

        Map<String, String> signals = accepted().signals();

        assertEquals("www.acme.example", signals.get("page.host"));
        assertEquals("/shop/pricing", signals.get("page.path"));
        assertEquals("Pricing", signals.get("page.title"));
        assertEquals("search.example", signals.get("page.referrer_host"));
        assertEquals("news letter", signals.get("campaign.source"));
        assertEquals("holiday 2026", signals.get("campaign.name"));
        assertTrue(signals.values().stream().noneMatch(value -> value.contains("s3cret") || value.contains("john")));
    }

    @Test
    void aRootPageHasTheRootPath() {
        sent.page = new SubmittedEvent.Page("https://www.acme.example", null, null);

        assertEquals("/", accepted().signals().get("page.path"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://www.acme.example/users/john@example.com",
                "https://www.acme.example/users/john%40example.com",
                "https://www.acme.example/?utm_content=john%40example.com",
                "https://www.acme.example/call/+447700900123",
            })
    void personalAddressesAreRefused(String url) {
        sent.page = new SubmittedEvent.Page(url, null, null);

        assertRejected("personal-data", "/page/url");
    }

    @Test
    void aPersonalTitleIsRefused() {
        sent.page = new SubmittedEvent.Page("https://www.acme.example/", "John Smith", null);

        assertRejected("personal-data", "/page/title");
    }

    @Test
    void somethingThatIsNoAddressIsRefused() {
        sent.page = new SubmittedEvent.Page("pricing", null, null);

        assertRejected("url-invalid", "/page/url");
    }

    @Test
    void propertiesBecomeCustomSignals() {
        sent.properties = List.of(
                new SubmittedEvent.Property("basketValue", "129.90", true),
                new SubmittedEvent.Property("huge", "1.5e3", true),
                new SubmittedEvent.Property("Gift Wrap", "true", false),
                new SubmittedEvent.Property("empty", "", false));

        Map<String, String> signals = accepted().signals();

        assertEquals("129.90", signals.get("custom.basket_value"));
        assertEquals("1500", signals.get("custom.huge"));
        assertEquals("true", signals.get("custom.gift_wrap"));
        assertFalse(signals.containsKey("custom.empty"));
    }

    @ParameterizedTest
    @CsvSource({
        "contact, john@example.com, personal-data, /properties/contact",
        "firstName, J, personal-data, /properties/firstName",
        "email_sha256, ab12, personal-data, /properties/email_sha256",
        "a/b~c, 81.2.69.142, personal-data, /properties/a~1b~0c",
        "john@example.com, x, property-invalid, /properties",
        "!!, x, property-invalid, /properties",
    })
    void otherPropertiesAreRefused(String name, String value, String code, String pointer) {
        sent.properties = List.of(new SubmittedEvent.Property(name, value, false));

        assertRejected(code, pointer);
    }

    @Test
    void anExponentCannotBlowUpANumber() {
        sent.properties = List.of(new SubmittedEvent.Property("n", "1e999999", true));

        assertRejected("property-invalid", "/properties/n");
    }

    @Test
    void twoPropertiesMustNotBecomeOne() {
        sent.properties = List.of(
                new SubmittedEvent.Property("basketValue", "1", true),
                new SubmittedEvent.Property("basket_value", "2", true));

        assertRejected("property-invalid", "/properties/basket_value");
    }

    @Test
    void propertiesAreBounded() {
        sent.properties = IntStream.range(0, 65)
                .mapToObj(i -> new SubmittedEvent.Property("p" + i, "x", false))
                .toList();

        assertRejected("too-many", "/properties");
    }

    @Test
    void aPersonalTraitIsRefusedByItsPosition() {
        sent.traits = List.of("gold", "a@b.example");

        assertRejected("personal-data", "/traits/1");
    }

    @Test
    void aDenialGoesOutAsAConsentEventAlthoughTheEventDoesNot() {
        sent.id = "e1";
        sent.traits = List.of("gold");
        sent.links = List.of(new SubmittedEvent.Link("cookie:b", 4));
        sent.consent = new ConsentStatement.Stated(Consent.NONE);

        Outcome.Rejected rejected = rejected();
        EventCollected denial = rejected.denial().orElseThrow();

        assertEquals("consent-denied", rejected.rejection().code().wire());
        assertEquals("e1:consent", denial.id());
        assertEquals(EventCollected.CONSENT, denial.name());
        assertEquals("cookie:7f3c2a", denial.identifier());
        assertEquals(Consent.NONE, denial.consent());
        assertEquals(Map.of(), denial.signals());
        assertEquals(List.of(), denial.links());
        assertEquals(List.of(), denial.onboardedTraits());
    }

    @Test
    void aDenialCountsWhateverIsWrongWithItsTime() {
        sent.occurredAt = "yesterday";
        sent.consent = new ConsentStatement.Stated(Consent.NONE);

        assertEquals(NOW, rejected().denial().orElseThrow().occurredAt());
    }

    @Test
    void aConsentEventTellsConsentOnly() {
        sent.name = "consent";
        sent.consent = new ConsentStatement.Stated(Consent.NONE);
        sent.properties = List.of(new SubmittedEvent.Property("x", "1", true));

        EventCollected event = accepted();

        assertEquals(Consent.NONE, event.consent());
        assertEquals(Map.of(), event.signals());
    }

    @Test
    void thePlaceAndDeviceAreAmongTheSignals() {
        assertEquals("London", accepted().signals().get("geo.city"));
    }

    private void assertRejected(String code, String pointer) {
        Outcome.Rejected rejected = rejected();
        assertEquals(code, rejected.rejection().code().wire());
        assertEquals(pointer, rejected.rejection().pointer());
    }

    private EventCollected accepted() {
        return ((Outcome.Accepted) NORMALISER.normalise(sent.event(), observation())).event();
    }

    private Outcome.Rejected rejected() {
        return (Outcome.Rejected) NORMALISER.normalise(sent.event(), observation());
    }

    private static Observation observation() {
        return new Observation(
                "acme", "www", Consent.ALL, false, PrivacySignals.NONE, NOW, "fresh", Map.of("geo.city", "London"));
    }

    /** An event that is accepted unless a test spoils it. */
    private static final class Sent {
        private String id;
        private String identifier = "cookie:7f3c2a";
        private List<SubmittedEvent.Link> links = List.of();
        private String name = "page-view";
        private String occurredAt;
        private SubmittedEvent.Page page;
        private List<SubmittedEvent.Property> properties = List.of();
        private List<String> traits = List.of();
        private ConsentStatement consent = new ConsentStatement.Stated(Consent.ALL);

        SubmittedEvent event() {
            return new SubmittedEvent(
                    id, identifier, links, name, occurredAt, null, page, properties, traits, null, consent);
        }
    }
}
