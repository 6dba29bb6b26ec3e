package dmp.ingestion.normalise;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dmp.ingestion.quarantine.Refused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class EventTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // nothing said: now
                "-, -, 2026-11-24T10:00:00Z",
                // as said
                "2026-11-24T09:00:00Z, -, 2026-11-24T09:00:00Z",
                "2026-11-24T10:00:00+01:00, -, 2026-11-24T09:00:00Z",
                "2026-11-23, -, 2026-11-23T00:00:00Z",
                // the sender's clock is an hour fast, an hour slow: ten minutes passed between happening and sending
                "2026-11-24T10:50:00Z, 2026-11-24T11:00:00Z, 2026-11-24T09:50:00Z",
                "2026-11-24T08:50:00Z, 2026-11-24T09:00:00Z, 2026-11-24T09:50:00Z",
                // a clock of 1970
                "1970-01-01T00:00:10Z, 1970-01-01T00:00:20Z, 2026-11-24T09:59:50Z",
                // the future is now
                "2026-11-25T00:00:00Z, -, 2026-11-24T10:00:00Z",
                "2026-11-24T10:00:00Z, 2026-11-24T09:00:00Z, 2026-11-24T10:00:00Z",
            })
    void isCorrectedForTheSendersClock(String occurredAt, String sentAt, Instant expected) {
        assertEquals(expected, EventTime.of(occurredAt, sentAt, NOW, Duration.ofDays(400)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2024-01-01T00:00:00Z, -, too-old",
                "1970-01-01T00:00:00Z, 2026-11-24T10:00:00Z, too-old",
                "-999999999-01-01T00:00:00Z, 2026-11-24T10:00:00Z, too-old",
                "24.11.2026, -, time-unreadable",
                "2026-11-24T10:00:00, -, time-unreadable",
                "2026-13-01, -, time-unreadable",
                "2026-11-24T09:00:00Z, noon, time-unreadable",
            })
    void otherTimesAreRefused(String occurredAt, String sentAt, String code) {
        Refused refused =
                assertThrows(Refused.class, () -> EventTime.of(occurredAt, sentAt, NOW, Duration.ofDays(400)));

        assertEquals(code, refused.rejection().code().wire());
    }

    @Test
    void isKeptToTheMillisecond() {
        assertEquals(
                Instant.parse("2026-11-24T09:00:00.123Z"),
                EventTime.of("2026-11-24T09:00:00.123456Z", null, NOW, Duration.ofDays(400)));
    }
}
