package dmp.e2e.journey;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

import dmp.e2e.Comparison;
import dmp.e2e.Story;
import dmp.e2e.platform.Http;
import dmp.e2e.platform.Platform;
import dmp.e2e.platform.Tenant;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** What all journeys share: the platform, started once for all of them, and a story of the tenant acme for each. */
@ExtendWith(Journey.Start.class)
abstract class Journey {

    // How long anything may take to come about: far longer than it takes, so that only what never comes fails.
    static final Duration PATIENCE = Duration.ofSeconds(90);

    static final Set<String> NOBODY_OPTED_OUT = Set.of();

    static Dmp dmp;
    static Platform platform;

    static final class Start implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            dmp = context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Journey.class))
                    .computeIfAbsent(Dmp.class, key -> Dmp.start(), Dmp.class);
            platform = dmp.platform();
        }
    }

    final Http http = new Http();
    final Tenant acme = new Tenant(platform, http, "acme");
    final Tenant globex = new Tenant(platform, http, "globex");

    /** @param prefix one or two letters, so that the runs of several journeys differ */
    Story newStory(String prefix) {
        return new Story(
                platform, http, acme, prefix + Long.toString(System.currentTimeMillis() % 10_000_000_000L, 36));
    }

    static void assertEqual(Comparison comparison) {
        assertTrue(comparison.isEqual(), comparison::toString);
    }

    static void assertNobody(String what, TreeSet<String> held) {
        assertEqual(Comparison.of(what, Set.of(), held));
    }

    /** To the millisecond, as the platform keeps it. */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    static String uuid() {
        return UUID.randomUUID().toString();
    }
}
