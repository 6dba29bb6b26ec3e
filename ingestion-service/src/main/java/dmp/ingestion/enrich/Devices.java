package dmp.ingestion.enrich;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import jakarta.inject.Singleton;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.Startup;
import nl.basjes.parse.useragent.UserAgent;
import nl.basjes.parse.useragent.UserAgentAnalyzer;

/**
 * Finds the device of a user agent. A string seen before is answered from memory at once; a new one costs about a
 * millisecond, which is spent on a worker thread.
 */
@Startup
@Singleton
class Devices {

    /** A country's mobile traffic has some thousands of strings a day; 20,000 of 200 bytes are 4 MB. */
    private static final int CACHED = 20_000;

    /** Longer ones are attacks; no browser comes near. */
    private static final int MAX_LENGTH = 1_024;

    private final ExecutorService workers;
    private final CompletableFuture<UserAgentAnalyzer> analyzer;
    private final AsyncCache<String, Device> userAgentToDevice;

    Devices(ExecutorService workers) {
        this.workers = workers;
        // Loading the patterns takes seconds; the first events wait for it, the start does not.
        this.analyzer = CompletableFuture.supplyAsync(Devices::load, workers);
        this.userAgentToDevice =
                Caffeine.newBuilder().maximumSize(CACHED).executor(workers).buildAsync();
    }

    /** True once the patterns are in memory. */
    boolean areLoaded() {
        return analyzer.isDone() && !analyzer.isCompletedExceptionally();
    }

    /** Complete already when the user agent is known. */
    CompletableFuture<Device> of(String userAgent) {
        String bounded = userAgent.length() > MAX_LENGTH ? userAgent.substring(0, MAX_LENGTH) : userAgent;
        return userAgentToDevice.get(
                bounded, (key, _) -> analyzer.thenApplyAsync(loaded -> parse(loaded, key), workers));
    }

    private static Device parse(UserAgentAnalyzer analyzer, String userAgent) {
        try {
            UserAgent parsed = analyzer.parse(userAgent);
            return Device.of(
                    parsed.getValue(UserAgent.DEVICE_CLASS),
                    parsed.getValue(UserAgent.OPERATING_SYSTEM_NAME),
                    parsed.getValue(UserAgent.AGENT_NAME));
        } catch (RuntimeException e) {
            // The message could quote the user agent.
            throw new CompletionException(
                    "device recognition failed: " + e.getClass().getName(), null);
        }
    }

    private static UserAgentAnalyzer load() {
        return UserAgentAnalyzer.newBuilder()
                .withField(UserAgent.DEVICE_CLASS)
                .withField(UserAgent.OPERATING_SYSTEM_NAME)
                .withField(UserAgent.AGENT_NAME)
                .withoutCache()
                .dropTests()
                .hideMatcherLoadStats()
                .immediateInitialization()
                .build();
    }
}
