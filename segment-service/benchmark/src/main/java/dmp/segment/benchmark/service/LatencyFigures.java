package dmp.segment.benchmark.service;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.benchmark.Machine;
import dmp.segment.benchmark.Profiles;
import dmp.segment.benchmark.Profiles.Plain;
import dmp.segment.benchmark.Workload;
import dmp.segment.evaluation.MergePolicy;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.RuleRefused;
import dmp.segment.rule.RuleText;
import dmp.segment.rule.Vocabulary;

/**
 * Sends events of identifiers with profiles of DMP-BE-1 to the running services at a steady rate, each of which changes a membership
 * among thousands of segments, and measures how long that takes, beside Kafka alone at the same rate. Options: {@code --segments N},
 * {@code --rate N} events per second, {@code --profiles N}, {@code --seconds N}, {@code --facts N}
 * percent of each profile's attributes and traits that are known, {@code --seed N}.
 */
public final class LatencyFigures {

    private static final String TENANT = "acme";
    private static final String ANNOUNCEMENTS = "dmp.profile.announcements.v1";

    /** Events, announcements, profiles, memberships. */
    private static final int TOPICS_OF_THE_ROAD = 4;

    private static final Duration WARM_UP = Duration.ofSeconds(60);

    /** For what Kafka has, and we have not read yet. */
    private static final Duration STRAGGLERS = Duration.ofSeconds(1);

    /** Below it, several events of an identifier became one change: the services were behind. */
    private static final double LEAST_ANSWERED = 0.99;

    private final Options options;

    private LatencyFigures(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new LatencyFigures(Options.of(
                        arguments,
                        Map.of(
                                "segments",
                                10_000L,
                                "rate",
                                1_000L,
                                "profiles",
                                5_000L,
                                "seconds",
                                60L,
                                "facts",
                                100L,
                                "seed",
                                1L)))
                .measure();
    }

    private void measure() throws Exception {
        Machine.print();
        long seed = options.get("seed");
        int rate = (int) options.get("rate");
        int identifiers = (int) options.get("profiles");
        Duration duration = Duration.ofSeconds(options.get("seconds"));
        SplittableRandom known = new SplittableRandom(seed);
        List<Plain> profiles = new Profiles(seed)
                .profiles(identifiers).stream()
                        .map(profile -> profile.part(options.get("facts") / 100.0, known))
                        .toList();
        Observations observations = new Observations(TENANT, seed, Instant.now());
        List<SegmentRule> rules = new ArrayList<>(Workload.W1.rules((int) options.get("segments") - 1, seed));
        rules.add(live());
        try (ServicePair services = new ServicePair();
                Readers readers = new Readers(services.segment().kafka())) {
            services.define(TENANT, traits(profiles), rules);
            String kafka = services.segment().kafka();
            try (KafkaProducer<String, byte[]> producer = Road.producer(kafka)) {
                for (int i = 0; i < identifiers; i++) {
                    EventCollected event = observations.event(
                            LiveStream.identifier(i),
                            List.of(),
                            Instant.now(),
                            profiles.get(i).keyToValue(),
                            List.copyOf(profiles.get(i).traitToOccurrences().keySet()));
                    producer.send(new ProducerRecord<>(IngestionTopics.EVENTS, event.key(), Road.write(event)));
                }
            }
            readers.awaitAll();
            try (RawKafka raw = new RawKafka(kafka, 1)) {
                raw.measure(rate, duration.dividedBy(2));
                LiveStream.Latencies before = raw.measure(rate, duration.dividedBy(2));
                try (LiveStream warmingUp =
                        new LiveStream(kafka, rate, LiveStream.events(observations, identifiers, 0))) {
                    Thread.sleep(WARM_UP);
                    warmingUp.take();
                }
                // What the compiler of a young JVM has kept waiting is not what is asked here.
                readers.awaitAll();
                LiveStream.Latencies ours;
                Instant begun = Instant.now();
                try (LiveStream live = new LiveStream(
                        kafka, rate, LiveStream.events(observations, identifiers, rate * WARM_UP.toSeconds()))) {
                    Thread.sleep(duration);
                    live.finish();
                    readers.awaitAll();
                    Thread.sleep(STRAGGLERS);
                    ours = live.take();
                }
                for (String topic : List.of(ANNOUNCEMENTS, ProfileTopics.PROFILES)) {
                    LiveStream.Latencies reached = Milestones.of(kafka, topic, begun, begun.plus(duration));
                    print("%s_p50_ms".formatted(topic), reached.percentile(0.5), "ms");
                    print("%s_p99_ms".formatted(topic), reached.percentile(0.99), "ms");
                }
                // Last, when neither it nor the broker has anything left to compile.
                LiveStream.Latencies road = roadOfKafka(kafka, rate, duration.dividedBy(2));
                print("kafka_road_p50_ms", road.percentile(0.5), "ms");
                print("kafka_road_p99_ms", road.percentile(0.99), "ms");
                report(ours, before.and(raw.measure(rate, duration.dividedBy(2))), rate * duration.toSeconds());
            }
        }
    }

    /** As many topics as an event's way has, with nothing between them. */
    private static LiveStream.Latencies roadOfKafka(String kafka, int rate, Duration duration) throws Exception {
        try (RawKafka road = new RawKafka(kafka, TOPICS_OF_THE_ROAD)) {
            road.measure(rate, duration);
            return road.measure(rate, duration);
        }
    }

    private static SegmentRule live() {
        try {
            return new SegmentRule(
                    LiveStream.SEGMENT,
                    1,
                    MergePolicy.DEVICE_ONLY,
                    RuleText.parse(LiveStream.RULE, Vocabulary.UNCHECKED));
        } catch (RuleRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static Set<String> traits(List<Plain> profiles) {
        Set<String> traits = new TreeSet<>();
        profiles.forEach(profile -> traits.addAll(profile.traitToOccurrences().keySet()));
        return traits;
    }

    private static void report(LiveStream.Latencies ours, LiveStream.Latencies raw, long sent) {
        for (double share : List.of(0.5, 0.95, 0.99)) {
            String percentile = "p%.0f".formatted(share * 100);
            print("membership_%s_ms".formatted(percentile), ours.percentile(share), "ms");
            print("kafka_%s_ms".formatted(percentile), raw.percentile(share), "ms");
            print("ratio_%s".formatted(percentile), ours.percentile(share) / raw.percentile(share), "x");
        }
        double answered = (double) ours.count() / sent;
        print("answered", answered, "of the events");
        System.out.println("load " + Machine.load() + " at the end");
        if (answered < LEAST_ANSWERED) {
            System.out.println("VOID: the services were behind");
            System.exit(1);
        }
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
    }
}
