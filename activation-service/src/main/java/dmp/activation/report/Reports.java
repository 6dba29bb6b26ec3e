package dmp.activation.report;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.campaign.Campaign;
import dmp.activation.campaign.Campaign.Activation;
import dmp.activation.campaign.Campaigns;
import dmp.activation.campaign.Catalog;
import dmp.activation.campaign.Target;
import dmp.activation.delivery.Histogram;
import dmp.activation.delivery.Latencies;
import dmp.activation.delivery.Ledger;
import dmp.activation.delivery.Ledger.Entry;
import dmp.activation.report.Funnel.Step;
import dmp.activation.state.Keys;
import dmp.activation.state.Sets;

/** Counts funnels from the state itself, so that there is no second number to differ from it. */
@ApplicationScoped
class Reports {

    private final Campaigns campaigns;
    private final Catalog catalog;
    private final Ledger ledger;
    private final Latencies latencies;
    private final Sets sets;
    private final Mutiny.SessionFactory sessions;
    private final InstantSource clock;
    private final Duration keptFor;
    private final Map<Key, Report> kept = new ConcurrentHashMap<>();

    Reports(
            Campaigns campaigns,
            Catalog catalog,
            Ledger ledger,
            Latencies latencies,
            Sets sets,
            Mutiny.SessionFactory sessions,
            InstantSource clock,
            ReportConfig config) {
        this.campaigns = campaigns;
        this.catalog = catalog;
        this.ledger = ledger;
        this.latencies = latencies;
        this.sets = sets;
        this.sessions = sessions;
        this.clock = clock;
        this.keptFor = config.keptFor();
    }

    private record Key(String tenant, String campaign, long version) {}

    /** @param asOf when counting began; all numbers are of that time, as far as counting takes no time */
    record Report(String campaign, Instant asOf, List<Line> activations, Latency latency, Observed observed) {}

    /**
     * @param members identifiers in the segment
     * @param identifiable of these, known to the network themselves or by a linked identifier
     * @param consented of these, whose consent allows that the network is told
     * @param sent of these, that the network has been told of
     * @param acknowledged of these, that the network has confirmed to hold
     * @param matched as the network reported last; null when it never did
     * @param identifiers how many of the network's own identifiers these are
     */
    record Line(
            String segment,
            String destination,
            long members,
            long identifiable,
            long consented,
            long sent,
            long acknowledged,
            Long matched,
            List<Funnel.Drop> drops,
            Identifiers identifiers,
            Latency latency) {}

    record Identifiers(long sent, long acknowledged) {}

    /** From the receipt of an event to the network's acknowledgement, in milliseconds; null when nothing was counted. */
    record Latency(Long p50, Long p95, long count) {
        static Latency of(Histogram histogram) {
            return new Latency(histogram.percentile(0.5), histogram.percentile(0.95), histogram.count());
        }
    }

    /** What networks told by callbacks. */
    record Observed(long impressions, long conversions) {}

    Uni<Report> funnel(String tenant, String campaign) {
        return campaigns.get(tenant, campaign).chain(found -> {
            Instant now = clock.instant();
            kept.values().removeIf(report -> report.asOf().plus(keptFor).isBefore(now));
            Key key = new Key(tenant, campaign, found.version());
            Report recent = kept.get(key);
            return recent != null
                    ? Uni.createFrom().item(recent)
                    : count(tenant, found.content(), now).invoke(report -> kept.put(key, report));
        });
    }

    private Uni<Report> count(String tenant, Campaign campaign, Instant now) {
        return catalog.refresh()
                .chain(() -> latencies.ofCampaign(tenant, campaign.id()))
                .chain(histograms -> matches(tenant)
                        .chain(matches -> lines(tenant, campaign, histograms, matches, now))
                        .chain(lines -> observed(tenant, campaign.id()).map(observed -> {
                            Histogram all = new Histogram();
                            histograms.values().forEach(all::add);
                            return new Report(campaign.id(), now, lines, Latency.of(all), observed);
                        })));
    }

    private Uni<List<Line>> lines(
            String tenant,
            Campaign campaign,
            Map<String, Histogram> histograms,
            Map<String, Long> matches,
            Instant now) {
        List<Line> lines = new ArrayList<>();
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Activation activation : campaign.activations()) {
            Target target = catalog.target(tenant, activation.destination()).orElseThrow();
            String key = activation.destination() + '|' + activation.segment();
            Funnel funnel = new Funnel(target, activation.segment(), now);
            done = done.chain(() -> sets.forEachPart(
                            Keys.members(tenant, activation.segment()), members -> count(funnel, members)))
                    .invoke(() -> lines.add(line(
                            activation,
                            funnel,
                            matches.get(key),
                            Latency.of(histograms.getOrDefault(key, new Histogram())))));
        }
        return done.replaceWith(lines);
    }

    private Uni<Void> count(Funnel funnel, List<String> members) {
        return ledger.read(funnel.target(), members).chain(entries -> {
            Map<Entry, List<String>> memberToNames = new LinkedHashMap<>();
            Set<String> all = new LinkedHashSet<>();
            for (Entry entry : entries) {
                List<String> names = funnel.target()
                        .namesOf(entry.audience().identifier(), entry.audience().linked());
                memberToNames.put(entry, names);
                all.addAll(names);
            }
            List<String> names = List.copyOf(all);
            return ledger.read(funnel.target(), names)
                    .invoke(named -> {
                        Map<String, Entry> nameToEntry = new HashMap<>();
                        named.forEach(entry -> nameToEntry.put(entry.audience().identifier(), entry));
                        memberToNames.forEach((member, its) -> funnel.count(
                                member, its.stream().map(nameToEntry::get).toList()));
                    })
                    .replaceWithVoid();
        });
    }

    private static Line line(Activation activation, Funnel funnel, Long matched, Latency latency) {
        return new Line(
                activation.segment(),
                activation.destination(),
                funnel.members(),
                funnel.reached(Step.IDENTIFIABLE),
                funnel.reached(Step.CONSENTED),
                funnel.reached(Step.SENT),
                funnel.reached(Step.ACKNOWLEDGED),
                matched,
                funnel.drops(),
                new Identifiers(funnel.identifiersSent(), funnel.identifiersAcknowledged()),
                latency);
    }

    private Uni<Map<String, Long>> matches(String tenant) {
        return sessions.withSession(session -> session.createNativeQuery(
                        "select destination, segment, matched from match_report where tenant = :tenant", Object[].class)
                .setParameter("tenant", tenant)
                .getResultList()
                .map(rows -> {
                    Map<String, Long> matches = new HashMap<>();
                    rows.forEach(row -> matches.put(row[0] + "|" + row[1], ((Number) row[2]).longValue()));
                    return matches;
                }));
    }

    private Uni<Observed> observed(String tenant, String campaign) {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select count(*) filter (where type = 'impression'), count(*) filter (where type = 'conversion')
                        from callback where tenant = :tenant and campaign = :campaign""", Object[].class)
                .setParameter("tenant", tenant)
                .setParameter("campaign", campaign)
                .getSingleResult()
                .map(row -> new Observed(((Number) row[0]).longValue(), ((Number) row[1]).longValue())));
    }
}
