package dmp.e2e.scenario;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One event or one row as it is sent: the raw input, before anybody has decided anything about it.
 *
 * @param id the sender's id of the event
 * @param source the source that sends it
 * @param identifier whom it was observed on
 * @param links other identifiers seen together with it
 * @param name what happened
 * @param path of the page; null when there is none
 * @param at when it happened
 * @param place null when the source does not tell
 * @param codes what the source says about the identifier
 * @param browser what it came with; for rows of a file only the consent counts
 * @param properties of the source's own
 */
public record Observed(
        String id,
        String source,
        String identifier,
        List<String> links,
        String name,
        String path,
        Instant at,
        Place place,
        Set<String> codes,
        Browser browser,
        Map<String, Object> properties) {

    public static final String PAGE_VIEW = "page-view";

    public static final String ORDER = "order";

    /** What an order is worth; such a property becomes the signal {@link #ORDER_VALUE_SIGNAL}. */
    private static final String ORDER_VALUE = "orderValue";

    public static final String ORDER_VALUE_SIGNAL = "custom.order_value";

    /** An e-mail address: what has it must be refused. */
    private static final Map<String, Object> PERSONAL = Map.of("contact", "jane.roe@example.org");

    /** The name of an event that tells consent and nothing else. */
    public static final String CONSENT = "consent";

    public Observed {
        links = List.copyOf(links);
        codes = Set.copyOf(codes);
        properties = Map.copyOf(properties);
    }

    public static Observed page(
            String id, String source, String identifier, String path, Instant at, Place place, Browser browser) {
        return new Observed(id, source, identifier, List.of(), PAGE_VIEW, path, at, place, Set.of(), browser, Map.of());
    }

    public static Observed row(
            String id,
            String source,
            String identifier,
            List<String> links,
            Set<String> codes,
            Instant at,
            Purposes consent) {
        return new Observed(
                id, source, identifier, links, "row", null, at, null, codes, Browser.allowing(consent), Map.of());
    }

    public Observed withLinks(List<String> others) {
        return new Observed(id, source, identifier, others, name, path, at, place, codes, browser, properties);
    }

    public Observed withPersonalData() {
        return new Observed(id, source, identifier, links, name, path, at, place, codes, browser, PERSONAL);
    }

    /** The visitor says once more what is allowed, and nothing else. */
    public static Observed consent(String id, String source, String identifier, Instant at, Browser browser) {
        return new Observed(id, source, identifier, List.of(), CONSENT, null, at, null, Set.of(), browser, Map.of());
    }

    /** Below zero for what is paid back. */
    public static Observed order(
            String id, String source, String identifier, BigDecimal value, Instant at, Browser browser) {
        Map<String, Object> properties = Map.of(ORDER_VALUE, value);
        return new Observed(id, source, identifier, List.of(), ORDER, null, at, null, Set.of(), browser, properties);
    }

    boolean isPersonal() {
        return properties.equals(PERSONAL);
    }

    boolean isPageUnder(String prefix) {
        return name.equals(PAGE_VIEW) && path != null && path.startsWith(prefix);
    }
}
