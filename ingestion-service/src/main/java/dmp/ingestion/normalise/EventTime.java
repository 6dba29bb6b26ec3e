package dmp.ingestion.normalise;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import dmp.ingestion.quarantine.Refused;
import dmp.ingestion.quarantine.RejectionCode;

/**
 * When an event happened, by our clock. A sender that says when it sent the event ({@code sentAt}) need not have a right
 * clock: only the distance between the two is believed.
 */
final class EventTime {

    private EventTime() {}

    /** @return to the millisecond, never later than {@code receivedAt}, never earlier than {@code maxAge} before it */
    static Instant of(String occurredAt, String sentAt, Instant receivedAt, Duration maxAge) {
        if (occurredAt == null || occurredAt.isBlank()) {
            return receivedAt;
        }
        Instant occurred = parse(occurredAt.strip(), "/occurredAt");
        if (sentAt != null && !sentAt.isBlank()) {
            Duration delay = Duration.between(occurred, parse(sentAt.strip(), "/sentAt"));
            // A delay beyond all that we accept is refused below; this spares us the overflow.
            occurred = delay.compareTo(maxAge.plusDays(1)) > 0 ? Instant.EPOCH : receivedAt.minus(delay);
        }
        if (occurred.isAfter(receivedAt)) {
            return receivedAt;
        }
        if (occurred.isBefore(receivedAt.minus(maxAge))) {
            throw new Refused(
                    RejectionCode.TOO_OLD,
                    "The event happened more than " + maxAge.toDays() + " days ago, which is as far as we look back.",
                    "/occurredAt");
        }
        return occurred.truncatedTo(ChronoUnit.MILLIS);
    }

    private static Instant parse(String text, String pointer) {
        try {
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeException e) {
            throw new Refused(
                    RejectionCode.TIME_UNREADABLE,
                    "Send the time as ISO 8601 with its zone, such as 2026-11-24T10:15:30.250Z, or a date.",
                    pointer);
        }
    }
}
