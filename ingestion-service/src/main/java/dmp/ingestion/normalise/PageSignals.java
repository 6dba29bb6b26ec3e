package dmp.ingestion.normalise;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dmp.ingestion.contract.Signal;
import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * The signals of a page: host, path, title, the referrer's host, and the campaign parameters. The query string is dropped
 * but for {@code utm_*}, so are fragment, port, matrix parameters and credentials. Read by hand, because browsers
 * accept addresses that {@code java.net.URI} refuses.
 */
final class PageSignals {

    private static final Pattern URL =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);
    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N}._-]*[\\p{L}\\p{N}])?");

    private static final Map<String, Signal> UTM_TO_SIGNAL = Map.of(
            "utm_source", Signal.CAMPAIGN_SOURCE,
            "utm_medium", Signal.CAMPAIGN_MEDIUM,
            "utm_campaign", Signal.CAMPAIGN_NAME,
            "utm_term", Signal.CAMPAIGN_TERM,
            "utm_content", Signal.CAMPAIGN_CONTENT);

    /** Addresses longer than browsers and servers agree upon are attacks or mistakes. */
    private static final int MAX_URL = 8_192;

    private static final int MAX_PATH = 1_024;
    private static final int MAX_TITLE = 512;
    private static final int MAX_UTM = 256;

    private PageSignals() {}

    static void add(SubmittedEvent.Page page, Map<String, String> signals) {
        if (page == null) {
            return;
        }
        if (page.url() != null && !page.url().isBlank()) {
            addUrl(page.url().strip(), signals);
        }
        String title = Text.clean(page.title(), MAX_TITLE, "/page/title");
        if (title != null && !title.isEmpty()) {
            PersonalData.refuse(PersonalData.in(title), "/page/title");
            signals.put(Signal.PAGE_TITLE.key(), title);
        }
        if (page.referrer() != null && !page.referrer().isBlank()) {
            signals.put(
                    Signal.PAGE_REFERRER_HOST.key(),
                    host(parse(page.referrer().strip(), "/page/referrer").group(1), "/page/referrer"));
        }
    }

    private static void addUrl(String url, Map<String, String> signals) {
        Matcher parts = parse(url, "/page/url");
        signals.put(Signal.PAGE_HOST.key(), host(parts.group(1), "/page/url"));
        String path = path(parts.group(2));
        PersonalData.refuse(PersonalData.in(decode(path, false)), "/page/url");
        signals.put(Signal.PAGE_PATH.key(), path);
        addCampaign(parts.group(3), signals);
    }

    private static Matcher parse(String url, String pointer) {
        if (url.length() > MAX_URL) {
            throw new Refused(RejectionCode.TOO_LONG, "At most " + MAX_URL + " characters are accepted here.", pointer);
        }
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            throw new Refused(
                    RejectionCode.URL_INVALID,
                    "Send the whole address, such as https://www.acme.example/pricing.",
                    pointer);
        }
        return parts;
    }

    private static String host(String authority, String pointer) {
        String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
        String host = hostAndPort.replaceFirst(":\\d*$", "").toLowerCase(Locale.ROOT);
        if (host.length() > 253 || !HOST.matcher(host).matches()) {
            throw new Refused(RejectionCode.URL_INVALID, "The address has no readable host name.", pointer);
        }
        PersonalData.refuse(PersonalData.in(host), pointer);
        return host;
    }

    /** One slash between segments, none at the end; matrix parameters (session ids, mostly) cut off. */
    private static String path(String raw) {
        String path = raw.replaceAll(";[^/]*", "").replaceAll("/{2,}", "/");
        if (path.length() > 1 && path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return path.isEmpty() ? "/" : Text.clean(path, MAX_PATH, "/page/url");
    }

    private static void addCampaign(String query, Map<String, String> signals) {
        if (query == null || !query.contains("utm_")) {
            return;
        }
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            Optional.ofNullable(equals < 0 ? null : UTM_TO_SIGNAL.get(parameter.substring(0, equals)))
                    .ifPresent(signal -> {
                        String value = Text.clean(decode(parameter.substring(equals + 1), true), MAX_UTM, "/page/url");
                        PersonalData.refuse(PersonalData.in(value), "/page/url");
                        if (!value.isEmpty()) {
                            signals.put(signal.key(), value);
                        }
                    });
        }
    }

    /** Percent-decoded; what cannot be decoded stays as it is. */
    private static String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && !(plusIsBlank && text.indexOf('+') >= 0)) {
            return text;
        }
        try {
            return URLDecoder.decode(plusIsBlank ? text : text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
