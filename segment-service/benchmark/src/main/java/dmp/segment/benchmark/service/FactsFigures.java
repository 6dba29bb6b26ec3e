package dmp.segment.benchmark.service;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import dmp.ingestion.contract.EventCollected;
import dmp.ingestion.contract.IngestionTopics;
import dmp.local.testing.TestPlatform;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileTopics;
import dmp.segment.benchmark.Machine;
import dmp.segment.benchmark.Profiles;
import dmp.segment.benchmark.Profiles.Plain;
import dmp.segment.benchmark.Workload;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentTopics;
import dmp.segment.evaluation.SegmentRule;

/**
 * Lets events become profiles of DMP-BE-1 in the running services, and measures how fast facts are written and what both services'
 * Redis keeps of it, beside JSON. Options: {@code --profiles N}, {@code --segments N}, {@code --seed N}.
 */
public final class FactsFigures {

    private static final String TENANT = "acme";

    /** {@code dmp.segment.membership.history-kept}, as it is by default. */
    private static final int HISTORY_KEPT = 20;

    /** In front of those that are measured, to warm up. */
    private static final int WARM_UP = 500;

    private final Options options;

    private FactsFigures(Options options) {
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        new FactsFigures(Options.of(arguments, Map.of("profiles", 4_000L, "segments", 1_000L, "seed", 1L))).measure();
    }

    private void measure() throws Exception {
        Machine.print();
        long seed = options.get("seed");
        int count = (int) options.get("profiles");
        List<SegmentRule> rules = Workload.W1.rules((int) options.get("segments"), seed);
        Profiles generator = new Profiles(seed);
        List<Plain> warmUp = generator.profiles(WARM_UP);
        List<Plain> profiles = generator.profiles(count);
        Observations observations = new Observations(TENANT, seed, Instant.now());
        List<EventCollected> first = observations.of(warmUp, count);
        List<EventCollected> events = observations.of(profiles, 0);
        try (ServicePair services = new ServicePair();
                TestPlatform other = TestPlatform.start("redis");
                Readers readers = new Readers(services.segment().kafka())) {
            services.define(TENANT, traits(warmUp, profiles), rules);
            List<Memory> memories = List.of(
                    new Memory(services.profile().redis()),
                    new Memory(services.segment().redis()));
            send(services, first);
            readers.awaitAll();
            long before = used(memories);
            send(services, events);
            long half = first.size() + events.size() / 2;
            double pace = readers.pace(Readers.FACTS, half, half + events.size() * 4L / 10);
            readers.awaitAll();
            long ours = used(memories) - before;
            Map<String, ProfileChanged> views =
                    latest(Road.all(services.segment().kafka(), ProfileTopics.PROFILES), ProfileChanged.class);
            var changes = Road.all(services.segment().kafka(), SegmentTopics.MEMBERSHIPS);
            Map<String, MembershipChanged> memberships = latest(changes, MembershipChanged.class);
            long json = storeAsJson(
                    URI.create(other.configuration().get("quarkus.redis.hosts")),
                    views,
                    memberships,
                    histories(changes));
            print("facts_per_s", pace, "events/s");
            print("events_per_profile", (double) events.size() / count, "events");
            print(
                    "memberships_per_profile",
                    memberships.values().stream()
                                    .mapToInt(told -> told.memberships().size())
                                    .sum()
                            / (double) memberships.size(),
                    "segments");
            print("memory_bytes_per_profile", (double) ours / count, "bytes");
            print(
                    "memory_bytes_of_facts_and_links",
                    (double) memories.getFirst().grown() / count,
                    "bytes");
            print("memory_bytes_of_memberships", (double) memories.getLast().grown() / count, "bytes");
            print("memory_bytes_of_json", (double) json / count, "bytes");
            print("memory_ratio_to_json", (double) ours / json, "x");
            verdict(differences(profiles, views));
        }
    }

    private static Set<String> traits(Collection<Plain> warmUp, Collection<Plain> profiles) {
        Set<String> traits = new HashSet<>();
        Stream.concat(warmUp.stream(), profiles.stream())
                .forEach(profile -> traits.addAll(profile.traitToOccurrences().keySet()));
        return traits;
    }

    private static void send(ServicePair services, List<EventCollected> events) {
        try (KafkaProducer<String, byte[]> producer =
                Road.producer(services.segment().kafka())) {
            events.forEach(event ->
                    producer.send(new ProducerRecord<>(IngestionTopics.EVENTS, event.key(), Road.write(event))));
        }
    }

    private static long used(List<Memory> memories) throws IOException {
        long sum = 0;
        for (Memory memory : memories) {
            sum += memory.used();
        }
        return sum;
    }

    /** The last record of each key. */
    private static <T> Map<String, T> latest(List<ConsumerRecord<String, byte[]>> records, Class<T> type)
            throws IOException {
        Map<String, T> keyToLatest = new HashMap<>();
        for (var read : records) {
            keyToLatest.put(read.key(), Road.JSON.readValue(read.value(), type));
        }
        return keyToLatest;
    }

    /** Of each key, as many changes as segment-service keeps. */
    private static Map<String, Deque<Map<String, Object>>> histories(List<ConsumerRecord<String, byte[]>> records)
            throws IOException {
        Map<String, Deque<Map<String, Object>>> keyToChanges = new HashMap<>();
        for (var read : records) {
            MembershipChanged told = Road.JSON.readValue(read.value(), MembershipChanged.class);
            if (!told.entered().isEmpty() || !told.left().isEmpty()) {
                Deque<Map<String, Object>> changes = keyToChanges.computeIfAbsent(read.key(), _ -> new ArrayDeque<>());
                changes.add(Map.of("at", told.changedAt(), "entered", told.entered(), "left", told.left()));
                if (changes.size() > HISTORY_KEPT) {
                    changes.removeFirst();
                }
            }
        }
        return keyToChanges;
    }

    /**
     * What the topics said last of each measured identifier, with its own facts alone, the identifiers it is linked to, its
     * memberships and their history, as one JSON text under one key.
     *
     * @return the memory that takes
     */
    private long storeAsJson(
            URI redis,
            Map<String, ProfileChanged> views,
            Map<String, MembershipChanged> memberships,
            Map<String, Deque<Map<String, Object>>> histories)
            throws IOException {
        Memory memory = new Memory(redis);
        Set<String> measured = measured();
        memory.used();
        try (RedisPipe pipe = new RedisPipe(redis)) {
            for (ProfileChanged view : views.values()) {
                if (measured.contains(view.identifier())) {
                    MembershipChanged told = memberships.get(view.key());
                    Map<String, Object> content = Map.of(
                            "facts",
                            view.facts().stream()
                                    .filter(facts -> facts.identifier().equals(view.identifier()))
                                    .toList(),
                            "links",
                            List.of(view.mergePolicies(), view.links()),
                            "memberships",
                            told == null ? List.of() : told.memberships(),
                            "history",
                            histories.getOrDefault(view.key(), new ArrayDeque<>()));
                    pipe.sendMany(1_000, RedisPipe.bytes("SET"), RedisPipe.bytes(view.key()), Road.write(content));
                }
            }
            pipe.settle();
        }
        memory.used();
        return memory.grown();
    }

    private Set<String> measured() {
        Set<String> measured = new HashSet<>();
        for (long number = 0; number < options.get("profiles"); number++) {
            measured.add(StoredProfiles.identifier(number));
            measured.add(Observations.linked(number));
        }
        return measured;
    }

    /** Profiles of which the services do not hold what the events said. */
    private static long differences(List<Plain> profiles, Map<String, ProfileChanged> views) {
        long differences = 0;
        for (int number = 0; number < profiles.size(); number++) {
            String identifier = StoredProfiles.identifier(number);
            ProfileChanged view = views.get(TENANT + '|' + identifier);
            if (view == null || !isSame(profiles.get(number), view.facts().getFirst())) {
                differences++;
            }
        }
        return differences;
    }

    private static boolean isSame(Plain profile, ProfileChanged.Facts facts) {
        Map<String, String> attributes = new HashMap<>();
        facts.attributes().forEach((key, attribute) -> attributes.put(key, attribute.value()));
        Map<String, Integer> occurrences = new HashMap<>();
        facts.realisations()
                .forEach(trait -> occurrences.put(trait.trait(), trait.at().size()));
        Map<String, Integer> expected = new HashMap<>();
        profile.traitToOccurrences().forEach((trait, seconds) -> expected.put(trait, seconds.length));
        return attributes.equals(profile.keyToValue()) && occurrences.equals(expected);
    }

    private static void verdict(long differences) {
        print("differences", differences, "profiles");
        System.out.println("load " + Machine.load() + " at the end");
        if (differences > 0) {
            System.out.println("VOID: profiles are not what the events said");
            System.exit(1);
        }
    }

    private static void print(String name, double value, String unit) {
        System.out.printf(Locale.ROOT, "figure %s %.2f %s%n", name, value, unit);
    }
}
