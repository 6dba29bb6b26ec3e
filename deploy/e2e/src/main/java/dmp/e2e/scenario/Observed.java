package dmp.e2e.scenario;

import java.time.Instant;
import java.util.List;
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
 * @param personal it has an e-mail address in it, and must be refused
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
        boolean personal) {

    public static final String PAGE_VIEW = "page-view";

    /** The name of an event that tells consent and nothing else. */
    public static final String CONSENT = "consent";

    public Observed {
        links = List.copyOf(links);
        codes = Set.copyOf(codes);
    }

    public static Observed page(
            String id, String source, String identifier, String path, Instant at, Place place, Browser browser) {
        return new Observed(id, source, identifier, List.of(), PAGE_VIEW, path, at, place, Set.of(), browser, false);
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
                id, source, identifier, links, "row", null, at, null, codes, Browser.allowing(consent), false);
    }

    public Observed withLinks(List<String> others) {
        return new Observed(id, source, identifier, others, name, path, at, place, codes, browser, personal);
    }

    public Observed withPersonalData() {
        return new Observed(id, source, identifier, links, name, path, at, place, codes, browser, true);
    }

    /** The visitor says once more what is allowed, and nothing else. */
    public static Observed consent(String id, String source, String identifier, Instant at, Browser browser) {
        return new Observed(id, source, identifier, List.of(), CONSENT, null, at, null, Set.of(), browser, false);
    }

    boolean isPageUnder(String prefix) {
        return name.equals(PAGE_VIEW) && path != null && path.startsWith(prefix);
    }
}
