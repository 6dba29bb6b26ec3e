package dmp.e2e.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import dmp.e2e.scenario.Visitor.Visit;

/**
 * Several hundred visitors, made up from a seed: the same seed gives the same people, whose identifiers alone differ from
 * run to run.
 */
public final class Crowd {

    private static final List<String> PATHS = List.of("/", "/products", "/offers/holiday", "/blog/winter", "/about");

    private final String run;
    private final Random chance;
    private final Random ids;

    /** @param run becomes part of every identifier */
    public Crowd(String run, long seed) {
        this.run = run;
        this.chance = new Random(seed);
        this.ids = new Random(31L * run.hashCode() + seed);
    }

    public List<Visitor> visitors(int count) {
        List<Visitor> visitors = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            visitors.add(visitor(number));
        }
        return visitors;
    }

    private Visitor visitor(int number) {
        boolean london = strikes(0.5);
        Place home = london ? Place.inLondon(chance) : Place.elsewhere(chance);
        boolean customer = strikes(0.6);
        List<String> cookies = new ArrayList<>(List.of("cookie:%sv%04d".formatted(run, number)));
        if (customer && strikes(0.15)) {
            cookies.add("cookie:%sw%04d".formatted(run, number));
        }
        List<Visit> visits = new ArrayList<>();
        for (int i = 0; i <= chance.nextInt(4); i++) {
            visits.add(new Visit(PATHS.get(chance.nextInt(PATHS.size())), chance.nextInt(20), home));
        }
        if (strikes(0.55)) {
            visits.add(new Visit(strikes(0.5) ? "/pricing" : "/pricing/team", chance.nextInt(20), home));
        } else if (strikes(0.3)) {
            // Too long ago for a window of 30 days.
            visits.add(new Visit("/pricing", 35 + chance.nextInt(30), home));
        }
        if (strikes(0.1)) {
            // On the road today: the last place counts.
            visits.add(new Visit("/", 0, london ? Place.elsewhere(chance) : Place.inLondon(chance)));
        }
        return new Visitor(
                cookies,
                networkIds(),
                customer ? "%sc%04d".formatted(run, number) : null,
                strikes(0.75) ? List.of("gold", "newsletter") : List.of("newsletter"),
                strikes(0.3) ? List.of("holiday-intender") : List.of(),
                home,
                browser(),
                visits,
                strikes(0.03));
    }

    private List<String> networkIds() {
        List<String> ids = new ArrayList<>();
        if (strikes(0.7)) {
            ids.add("ttd:" + uuid());
        }
        if (strikes(0.15)) {
            ids.add("idfa:" + uuid().toUpperCase(Locale.ROOT));
        } else if (strikes(0.15)) {
            ids.add("gaid:" + uuid());
        }
        return ids;
    }

    private Browser browser() {
        String userAgent = Browser.USER_AGENTS.get(chance.nextInt(Browser.USER_AGENTS.size()));
        int wish = chance.nextInt(100);
        if (wish < 72) {
            return new Browser(userAgent, Purposes.ALL, false, false);
        } else if (wish < 80) {
            return new Browser(userAgent, Purposes.NO_ACTIVATION, false, false);
        } else if (wish < 85) {
            return new Browser(userAgent, Purposes.NO_PROFILING, false, false);
        } else if (wish < 88) {
            return new Browser(userAgent, Purposes.NONE, false, false);
        } else if (wish < 91) {
            return new Browser(userAgent, null, false, false);
        } else if (wish < 96) {
            return new Browser(userAgent, Purposes.ALL, true, false);
        }
        return new Browser(userAgent, Purposes.ALL, false, true);
    }

    /** What the site's tag sends for a visitor, oldest first. Network ids come with the first event of the first browser. */
    public List<Observed> site(String source, Visitor visitor, Instant now) {
        List<Visit> visits = new ArrayList<>(visitor.visits());
        visits.sort(java.util.Comparator.comparingInt(Visit::daysAgo).reversed());
        List<Observed> events = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            Visit visit = visits.get(i);
            String cookie = visitor.cookies().get(i % visitor.cookies().size());
            // No two events of a visitor at one moment: which is the last must be beyond doubt.
            Instant at = now.minus(Duration.ofDays(visit.daysAgo()))
                    .minusSeconds(3_600)
                    .plusSeconds(60L * i)
                    .plusMillis(i);
            Observed event = Observed.page(uuid(), source, cookie, visit.path(), at, visit.place(), visitor.browser());
            if (i == 0) {
                event = event.withLinks(visitor.networkIds());
            }
            events.add(event);
        }
        if (visitor.writesPersonalData()) {
            events.add(Observed.page(
                            uuid(),
                            source,
                            visitor.cookies().getFirst(),
                            "/pricing/contact",
                            now.minusSeconds(30),
                            visitor.place(),
                            visitor.browser())
                    .withPersonalData());
        }
        return events;
    }

    /** The partner's row about a visitor; the partner asked for consent itself. */
    public Observed partnerRow(String source, Visitor visitor, Instant now) {
        return Observed.row(
                uuid(),
                source,
                "partner:crm:" + visitor.customerNumber(),
                visitor.cookies(),
                Set.copyOf(visitor.codes()),
                now.minus(Duration.ofDays(2)),
                partnerConsent(visitor));
    }

    /** The provider's row about a visitor's first cookie. */
    public Observed providerRow(String source, Visitor visitor, Instant now) {
        Purposes consent = visitor.browser().consent();
        return Observed.row(
                uuid(),
                source,
                visitor.cookies().getFirst(),
                List.of(),
                new LinkedHashSet<>(visitor.intents()),
                now.minus(Duration.ofDays(25)),
                consent == null ? Purposes.ALL : consent);
    }

    private static Purposes partnerConsent(Visitor visitor) {
        Purposes consent = visitor.browser().consent();
        return consent == null || !consent.collection() ? Purposes.ALL : consent;
    }

    private String uuid() {
        return new UUID(
                        (ids.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
                        (ids.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L)
                .toString();
    }

    private boolean strikes(double probability) {
        return chance.nextDouble() < probability;
    }
}
