package dmp.e2e.scenario;

import java.util.List;

/**
 * Somebody who visits the site.
 *
 * @param cookies first-party cookies, one for each browser
 * @param networkIds what ad networks know them by
 * @param customerNumber in the partner's file; null when they are in none
 * @param codes what the partner's file says about them
 * @param intents what the data provider says about them
 * @param place where they mostly are
 * @param visits what they look at; the first browser goes first, the others take turns
 */
public record Visitor(
        List<String> cookies,
        List<String> networkIds,
        String customerNumber,
        List<String> codes,
        List<String> intents,
        Place place,
        Browser browser,
        List<Visit> visits,
        boolean writesPersonalData) {

    /** @param daysAgo 0 is today */
    public record Visit(String path, int daysAgo, Place place) {}
}
