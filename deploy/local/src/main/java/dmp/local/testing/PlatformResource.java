package dmp.local.testing;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/**
 * Starts real servers for a Quarkus test and configures the application with their addresses:
 *
 * <pre>{@code
 * @QuarkusTest
 * @WithTestResource(value = PlatformResource.class, initArgs = @ResourceArg(name = "parts", value = "postgres,redis,kafka,keycloak"))
 * }</pre>
 *
 * The servers are empty at the start but for the topics and the realm, and gone with their data at the end.
 */
public final class PlatformResource implements QuarkusTestResourceLifecycleManager {

    /** With {@code -Ddmp.redis.clustered=true} every test that needs Redis gets a Redis Cluster. */
    private static final String CLUSTERED = "dmp.redis.clustered";

    private String parts = "postgres,redis,kafka,keycloak";
    private static volatile TestPlatform running;

    private TestPlatform platform;

    @Override
    public void init(Map<String, String> arguments) {
        parts = arguments.getOrDefault("parts", parts);
        if (Boolean.getBoolean(CLUSTERED)) {
            parts = parts.replaceAll("\\bredis\\b(?!-)", "redis-cluster");
        }
    }

    @Override
    public Map<String, String> start() {
        platform = TestPlatform.start(parts);
        running = platform;
        return platform.configuration();
    }

    /** The servers of the test that runs, for one that has to stop some of them. */
    public static TestPlatform running() {
        return running;
    }

    @Override
    public void stop() {
        if (platform != null) {
            platform.close();
            platform = null;
        }
    }
}
