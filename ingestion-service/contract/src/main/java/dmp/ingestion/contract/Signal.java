package dmp.ingestion.contract;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The canonical signals of an event. Whatever else a source sends becomes {@code custom.<name>}, text or number. */
public enum Signal {
    EVENT_NAME("event.name", Type.TEXT),
    PAGE_HOST("page.host", Type.TEXT),
    PAGE_PATH("page.path", Type.TEXT),
    PAGE_TITLE("page.title", Type.TEXT),
    PAGE_REFERRER_HOST("page.referrer_host", Type.TEXT),
    CAMPAIGN_SOURCE("campaign.source", Type.TEXT),
    CAMPAIGN_MEDIUM("campaign.medium", Type.TEXT),
    CAMPAIGN_NAME("campaign.name", Type.TEXT),
    CAMPAIGN_TERM("campaign.term", Type.TEXT),
    CAMPAIGN_CONTENT("campaign.content", Type.TEXT),
    GEO_COUNTRY("geo.country", Type.TEXT),
    GEO_REGION("geo.region", Type.TEXT),
    GEO_CITY("geo.city", Type.TEXT),
    /** Where the city is, to a tenth of a degree: {@code 51.5,-0.1}, latitude first (WGS 84). */
    GEO_POINT("geo.point", Type.TEXT),
    DEVICE_TYPE("device.type", Type.TEXT),
    DEVICE_OS("device.os", Type.TEXT),
    DEVICE_BROWSER("device.browser", Type.TEXT);

    /** What a signal's value can be compared as. */
    public enum Type {
        TEXT,
        NUMBER,
        /** Sent by a source without a declared type: may be compared as either. */
        ANY
    }

    /** What a source's own signals begin with. */
    public static final String CUSTOM_PREFIX = "custom.";

    private static final Map<String, Signal> KEY_TO_SIGNAL =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Signal::key, Function.identity()));

    private final String key;
    private final Type type;

    Signal(String key, Type type) {
        this.key = key;
        this.type = type;
    }

    /** The canonical spelling, e.g. {@code page.path}. */
    public String key() {
        return key;
    }

    /** The type of the signal with this key; empty when no event can carry such a signal. */
    public static Optional<Type> typeOf(String key) {
        if (key.startsWith(CUSTOM_PREFIX) && key.length() > CUSTOM_PREFIX.length()) {
            return Optional.of(Type.ANY);
        }
        return Optional.ofNullable(KEY_TO_SIGNAL.get(key)).map(signal -> signal.type);
    }

    /**
     * True for signals that stay true of the identifier after the event, and so are kept as its attributes:
     * where it was last seen, on what device, and the customer's own {@code custom.*} values.
     */
    public static boolean isAttribute(String key) {
        return key.startsWith("geo.") || key.startsWith("device.") || key.startsWith(CUSTOM_PREFIX);
    }
}
