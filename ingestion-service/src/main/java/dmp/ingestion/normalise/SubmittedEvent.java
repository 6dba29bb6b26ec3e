package dmp.ingestion.normalise;

import java.util.List;

import dmp.ingestion.consent.ConsentStatement;

/** An event as its sender wrote it: well-formed, nothing of it checked yet. What was not sent is null, or empty for lists. */
public record SubmittedEvent(
        String id,
        String identifier,
        List<Link> links,
        String name,
        String occurredAt,
        String sentAt,
        Page page,
        List<Property> properties,
        List<String> traits,
        Client context,
        ConsentStatement consent) {

    public record Link(String identifier, int matchMethod) {}

    public record Page(String url, String title, String referrer) {}

    /** @param number true when {@code text} is a JSON number, as the sender spelled it */
    public record Property(String name, String text, boolean number) {

        /** JSON pointer to the property with this name (RFC 6901). */
        public static String pointer(String name) {
            return "/properties/" + name.replace("~", "~0").replace("/", "~1");
        }
    }

    /** Where the event came from. Lives as long as the request; never logged, stored or published. */
    public record Client(String ip, String userAgent) {

        public static final Client UNKNOWN = new Client(null, null);

        @Override
        public String toString() {
            return "Client[not shown]";
        }
    }

    /** Raw values may be personal: they must not reach a log by way of string concatenation. */
    @Override
    public String toString() {
        return "SubmittedEvent[not shown]";
    }
}
