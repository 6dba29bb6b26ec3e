package dmp.segment.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Dates and instants as rules spell them. */
final class Instants {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Instants() {}

    static Instant parse(String text) {
        Instant instant = text.length() == 10
                ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
        if (!instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))
                || instant.isBefore(Instant.EPOCH)
                || instant.isAfter(LATEST)) {
            throw new DateTimeParseException("not in whole seconds of the years 1970 to 9999", text, 0);
        }
        return instant;
    }

    static String print(Instant instant) {
        return instant.equals(instant.truncatedTo(ChronoUnit.DAYS))
                ? instant.toString().substring(0, instant.toString().indexOf('T'))
                : instant.toString();
    }
}
