package dmp.ingestion.enrich;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DevicesTest {

    private static final ExecutorService WORKERS = Executors.newFixedThreadPool(2);
    private static final Devices DEVICES = new Devices(WORKERS);

    @AfterAll
    static void stop() {
        WORKERS.shutdown();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "desktop|Windows NT|Chrome|Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "phone|iOS|Safari|Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
                "phone|Android|Chrome|Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
                "tablet|iOS|Safari|Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1",
                "bot|Google Cloud|Googlebot|Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            })
    void devicesAreRecognised(String type, String os, String browser, String userAgent) {
        assertEquals(new Device(type, os, browser), DEVICES.of(userAgent).join());
    }

    @Test
    void aKnownUserAgentIsAnsweredAtOnce() {
        DEVICES.of("SomeApp/1.0").join();

        assertTrue(DEVICES.of("SomeApp/1.0").isDone());
    }
}
