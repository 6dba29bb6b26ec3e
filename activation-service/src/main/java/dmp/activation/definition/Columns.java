package dmp.activation.definition;

import java.time.Instant;
import java.time.OffsetDateTime;

/** Values of native queries, whose types the driver chooses. */
public final class Columns {

    private Columns() {}

    /** A {@code timestamptz}; null stays null. */
    public static Instant instant(Object value) {
        return switch (value) {
            case null -> null;
            case OffsetDateTime time -> time.toInstant();
            case Instant instant -> instant;
            default -> throw new IllegalArgumentException("not a moment: " + value.getClass());
        };
    }
}
