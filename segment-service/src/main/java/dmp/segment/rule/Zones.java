package dmp.segment.rule;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/** Time zones as rules name them. */
final class Zones {

    /** What is meant when nothing is said. */
    static final ZoneId DEFAULT = ZoneId.of("UTC");

    private Zones() {}

    static Optional<ZoneId> parse(String text) {
        try {
            return Optional.of(ZoneId.of(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static Optional<String> similar(String text) {
        return Similar.to(text, ZoneId.getAvailableZoneIds());
    }
}
