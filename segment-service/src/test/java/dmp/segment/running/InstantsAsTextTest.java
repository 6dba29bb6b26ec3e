package dmp.segment.running;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class InstantsAsTextTest {

    private static final int CASES = Integer.getInteger("dmp.cases", 10_000);
    private static final long SEED = Long.getLong("dmp.seed", 1);

    private static final JsonMapper JACKSON =
            JsonMapper.builder().addModule(new JavaTimeModule()).build();

    private record Told(Instant at) {}

    @Test
    void writtenAsTheJdkDoesAndReadAgain() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            Instant instant = instant(random);
            String json = "{\"at\":\"" + instant + "\"}";
            assertEquals(json, new String(MessageJson.write(new Told(instant)), StandardCharsets.UTF_8));
            assertEquals(instant, read(json));
        }
    }

    /** One character of an instant is another: it is read as Jackson reads it alone, or refused when that refuses it. */
    @Test
    void readAsJacksonDoesWhateverIsWrongWithIt() {
        Random random = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder(instant(random).toString());
            text.setCharAt(random.nextInt(text.length()), "0123456789-:.TZ+ x".charAt(random.nextInt(18)));
            String json = "{\"at\":\"" + text + "\"}";
            assertEquals(
                    whatComesOf(() -> JACKSON.readValue(json, Told.class).at()), whatComesOf(() -> read(json)), json);
        }
    }

    private static Optional<Instant> whatComesOf(Callable<Instant> reading) {
        try {
            return Optional.of(reading.call());
        } catch (Exception refused) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T25:00:00Z",
                "2026-01-01T00:00:61Z",
                "2026-01-01T00:00:0xZ",
                "2026-01-01T00:00:00.12xZ",
                "2026-01-01T00:00:00,123Z",
                "2026/01-01T00:00:00Z",
                "2026-01/01T00:00:00Z",
                "2026-01-01T00.00:00Z",
                "2026-01-01T00:00.00Z",
                "2026-01-01T00:00:00z_"
            })
    void whatIsNoInstantIsRefused(String text) {
        assertThrows(IOException.class, () -> read("{\"at\":\"" + text + "\"}"));
    }

    @Test
    void otherFormsAreLeftToJackson() throws IOException {
        assertNull(read("{\"at\":null}"));
        assertEquals(Instant.ofEpochSecond(1_700_000_000), read("{\"at\":1700000000}"));
        assertEquals(Instant.parse("2026-01-01T10:00:00Z"), read("{\"at\":\"2026-01-01T11:00:00+01:00\"}"));
        assertEquals(Instant.parse("2026-01-02T00:00:00Z"), read("{\"at\":\"2026-01-01T24:00:00Z\"}"));
    }

    private static Instant read(String json) throws IOException {
        return MessageJson.read(json.getBytes(StandardCharsets.UTF_8), Told.class)
                .at();
    }

    /** Mostly of our time; to the second, the millisecond or the nanosecond; some before year 0 or after year 9999. */
    private static Instant instant(Random random) {
        long seconds = random.nextInt(10) > 0
                ? random.nextLong(4_000_000_000L)
                : random.nextLong(-100_000_000_000L, 300_000_000_000L);
        return Instant.ofEpochSecond(
                seconds,
                switch (random.nextInt(3)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(1_000) * 1_000_000;
                    default -> random.nextInt(1_000_000_000);
                });
    }
}
