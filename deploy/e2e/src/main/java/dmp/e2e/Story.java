package dmp.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;

import dmp.e2e.platform.AdNetwork;
import dmp.e2e.platform.Http;
import dmp.e2e.platform.Platform;
import dmp.e2e.platform.Site;
import dmp.e2e.platform.Tenant;
import dmp.e2e.platform.Waiting;
import dmp.e2e.scenario.BruteForce;
import dmp.e2e.scenario.Observed;

/**
 * The holiday campaign of one tenant: its sources, traits, segments, destinations and flight. Every id ends with the run's
 * name, so that on a platform that keeps its data the next run starts afresh.
 */
public final class Story {

    /** What The Trade Desk knows people by. */
    public static final Set<String> TRADE_DESK_NAMESPACES = Set.of("ttd", "idfa", "gaid");

    /** What the webhook network knows people by. */
    public static final Set<String> ADNET_NAMESPACES = Set.of("cookie");

    private static final Duration MONTH = Duration.ofDays(30);

    // Every instance looks for new traits once a second; what it reads before that does not realise them.
    private static final Duration TRAITS_ARE_IN_FORCE_WITHIN = Duration.ofSeconds(2);

    private final Platform platform;
    private final Tenant tenant;
    private final Http http;

    /** What every id ends with. */
    public final String run;

    public final String site;

    /** The site's host; the run's own, so that its traits are not realised by the visitors of other runs. */
    public final String host;

    public final String partner;
    public final String provider;
    public final String pricingVisitor;
    public final String returningCustomer;
    public final String holidayIntender;
    public final String londonReturningPricing;
    public final String londonIntenders;
    public final String tradeDesk;
    public final String adnet;
    public final String campaign;

    /** @param run lower-case letters and digits */
    public Story(Platform platform, Http http, Tenant tenant, String run) {
        this.platform = platform;
        this.http = http;
        this.tenant = tenant;
        this.run = run;
        site = "www-" + run;
        host = site + ".acme.example";
        partner = "crm-" + run;
        provider = "intent-" + run;
        pricingVisitor = "pricing-visitor-" + run;
        returningCustomer = "returning-customer-" + run;
        holidayIntender = "holiday-intender-" + run;
        londonReturningPricing = "london-returning-pricing-" + run;
        londonIntenders = "london-intenders-" + run;
        tradeDesk = "ttd-emea-" + run;
        adnet = "adnet-" + run;
        campaign = "holiday-" + run;
    }

    /** @return the site, ready to send */
    public Site createSources() {
        String origin = "https://" + host;
        String key = tenant.createSource(source(site, host, "site", "first", List.of(origin)));
        tenant.createSource(source(partner, "Acme's customer system", "partner", "second", List.of()));
        tenant.createSource(source(provider, "A data provider", "provider", "third", List.of()));
        return new Site(platform, http, key, origin);
    }

    private static Map<String, Object> source(String id, String name, String kind, String party, List<String> origins) {
        Map<String, Object> source = new TreeMap<>();
        source.put("id", id);
        source.put("name", name);
        source.put("kind", kind);
        source.put("party", party);
        if (!origins.isEmpty()) {
            source.put("origins", origins);
        }
        source.put(
                "contract",
                Map.of(
                        "owner", "Acme",
                        "purposes", List.of("collection", "profiling", "activation"),
                        "expiresOn", "2030-12-31"));
        return source;
    }

    public void createTraits() {
        tenant.createTrait(Map.of(
                "id", pricingVisitor,
                "name", "Looked at prices",
                "kind", "rule",
                "folder", "/Site",
                "rule",
                        Map.of(
                                "all",
                                List.of(
                                        Map.of("signal", "event.name", "equals", Observed.PAGE_VIEW),
                                        Map.of("signal", "page.host", "equals", host),
                                        Map.of("signal", "page.path", "prefix", "/pricing")))));
        tenant.createTrait(onboarded(returningCustomer, "Has bought before", partner, "gold"));
        tenant.createTrait(onboarded(holidayIntender, "Looks for a holiday", provider, "holiday-intender"));
        Waiting.pause(TRAITS_ARE_IN_FORCE_WITHIN);
    }

    private static Map<String, Object> onboarded(String id, String name, String source, String code) {
        return Map.of("id", id, "name", name, "kind", "onboarded", "source", source, "code", code, "folder", "/Bought");
    }

    /** @return the rule as the platform understood it */
    public JsonNode createMainSegment() {
        return createSegment(
                londonReturningPricing,
                "Returning customers in London who visited the pricing page",
                "trait %s and attribute geo.city = \"London\" and trait %s at least 1 time in 30 days"
                        .formatted(returningCustomer, pricingVisitor));
    }

    public JsonNode createIntenderSegment() {
        return createSegment(
                londonIntenders,
                "In London and looking for a holiday",
                "trait %s and attribute geo.city in (\"London\") and not trait %s in 30 days"
                        .formatted(holidayIntender, pricingVisitor));
    }

    public JsonNode createSegment(String id, String name, String rule) {
        return createSegment(id, name, rule, "linked-devices");
    }

    public JsonNode createSegment(String id, String name, String rule, String mergePolicy) {
        return tenant.createSegment(Map.of("id", id, "name", name, "rule", rule, "mergePolicy", mergePolicy));
    }

    /** The same rule in plain code. */
    public BruteForce.Rule mainRule() {
        return (view, now) -> view.hasCode(partner, "gold")
                && view.city().equals("London")
                && view.pages("/pricing", now.minus(MONTH), now) >= 1;
    }

    public BruteForce.Rule intenderRule() {
        return (view, now) -> view.hasCode(provider, "holiday-intender")
                && view.city().equals("London")
                && view.pages("/pricing", now.minus(MONTH), now) == 0;
    }

    /** Creates both destinations, and gives both networks the keys that they share with the platform. */
    public void createDestinations() throws IOException {
        tenant.createDestination(Map.of(
                "id",
                tradeDesk,
                "name",
                "The Trade Desk EMEA",
                "connector",
                "ttd",
                "settings",
                Map.of("endpoint", platform.networks() + "/ttd", "advertiserId", advertiser()),
                "credential",
                "ttd-emea",
                "namespaces",
                List.copyOf(TRADE_DESK_NAMESPACES)));
        tenant.createDestination(Map.of(
                "id",
                adnet,
                "name",
                "A network of one's own",
                "connector",
                "webhook",
                "settings",
                Map.of("endpoint", platform.networks() + "/webhook/adnet"),
                "credential",
                "adnet",
                "namespaces",
                List.copyOf(ADNET_NAMESPACES)));
        shareKeys(tradeDeskNetwork(), tradeDesk, "ttd-emea");
        shareKeys(adnetNetwork(), adnet, "adnet");
    }

    private void shareKeys(AdNetwork network, String destination, String credential) throws IOException {
        URI callbacks = URI.create("%s/v1/callbacks/%s/%s".formatted(platform.activation(), tenant.id(), destination));
        for (String keyId : List.of("2", "1")) {
            network.shareKey(callbacks, keyId, platform.secret(tenant.id(), credential + ".hmac." + keyId));
        }
    }

    public AdNetwork tradeDeskNetwork() {
        return new AdNetwork(platform, http, "ttd", advertiser());
    }

    public AdNetwork adnetNetwork() {
        return new AdNetwork(platform, http, "adnet", tenant.id() + "/" + adnet);
    }

    private String advertiser() {
        return tenant.id() + "-" + run;
    }

    /** A flight that brings these segments to both networks. */
    public void createCampaign(Instant start, Instant end, List<String> segments) {
        List<Map<String, String>> activations = new ArrayList<>();
        for (String segment : segments) {
            activations.add(Map.of("segment", segment, "destination", tradeDesk));
            activations.add(Map.of("segment", segment, "destination", adnet));
        }
        tenant.createCampaign(Map.of(
                "id",
                campaign,
                "name",
                "Holiday offers",
                "flight",
                Map.of("start", start.toString(), "end", end.toString()),
                "activations",
                activations));
    }

    /** The partner's file: one row for each customer and cookie. */
    public JsonNode uploadPartnerFile(List<Observed> rows, List<String> badRows) {
        StringBuilder csv = new StringBuilder("crm_id,cookie,segments,seen,consent\n");
        for (Observed row : rows) {
            for (String cookie : row.links()) {
                csv.append(value(row.identifier()))
                        .append(',')
                        .append(value(cookie))
                        .append(',');
                csv.append(String.join("|", row.codes()))
                        .append(',')
                        .append(row.at())
                        .append(',');
                csv.append(row.browser().consent().words()).append('\n');
            }
        }
        badRows.forEach(row -> csv.append(row).append('\n'));
        return tenant.upload(
                Map.of(
                        "source",
                        partner,
                        "format",
                        "csv",
                        "mapping",
                        Map.of(
                                "identifier", Map.of("column", "crm_id", "namespace", "partner:crm"),
                                "links", List.of(Map.of("column", "cookie", "namespace", "cookie")),
                                "traits", Map.of("column", "segments", "separator", "|"),
                                "occurredAt", Map.of("column", "seen"),
                                "consent", Map.of("column", "consent"))),
                "text/csv",
                csv.toString());
    }

    /** The data provider's feed: one line for each cookie. */
    public JsonNode uploadProviderFeed(List<Observed> rows) throws IOException {
        StringBuilder feed = new StringBuilder();
        for (Observed row : rows) {
            feed.append(Http.JSON.writeValueAsString(Map.of(
                            "cookie", value(row.identifier()),
                            "intents", String.join("|", row.codes()),
                            "seen", row.at().toString(),
                            "consent", row.browser().consent().words())))
                    .append('\n');
        }
        return tenant.upload(
                Map.of(
                        "source",
                        provider,
                        "format",
                        "ndjson",
                        "mapping",
                        Map.of(
                                "identifier", Map.of("column", "cookie", "namespace", "cookie"),
                                "traits", Map.of("column", "intents", "separator", "|"),
                                "occurredAt", Map.of("column", "seen"),
                                "consent", Map.of("column", "consent"))),
                "application/x-ndjson",
                feed.toString());
    }

    private static String value(String identifier) {
        return identifier.substring(identifier.lastIndexOf(':') + 1);
    }
}
