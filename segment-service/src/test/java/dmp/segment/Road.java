package dmp.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.ConfigProvider;

import dmp.profile.contract.MergePolicyDefined;
import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;
import dmp.profile.contract.ProfileChanged.Attribute;
import dmp.profile.contract.ProfileChanged.Consent;
import dmp.profile.contract.ProfileChanged.Facts;
import dmp.profile.contract.ProfileChanged.Link;
import dmp.profile.contract.ProfileChanged.MergedIdentifiers;
import dmp.profile.contract.ProfileChanged.Realisations;
import dmp.profile.contract.ProfileTopics;
import dmp.profile.contract.TraitDefined;
import dmp.segment.contract.MembershipChanged;
import dmp.segment.contract.SegmentTopics;
import dmp.segment.contract.TraitOrdered;
import dmp.segment.running.MessageJson;

/** The road before and after this service: tells it profiles and traits, and sees the memberships that it tells. */
final class Road implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, List<MembershipChanged>> keyToTold = new HashMap<>();
    private final List<TraitOrdered> orders = new ArrayList<>();
    private long version = 1;

    Road() {
        String kafka = ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class);
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "test-" + UUID.randomUUID(),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        consumer.subscribe(List.of(SegmentTopics.MEMBERSHIPS, SegmentTopics.TRAIT_ORDERS));
    }

    void trait(String tenant, String id) {
        trait(tenant, id, 1, "/");
    }

    void trait(String tenant, String id, long toldVersion, String folder) {
        trait(new TraitDefined(tenant, id, id, toldVersion, "rule", folder, null, false));
    }

    void trait(TraitDefined trait) {
        send(ProfileTopics.TRAITS, trait.key(), MessageJson.write(trait));
    }

    void mergePolicy(String tenant, String id, long toldVersion, MergeRule rule, boolean archived) {
        MergePolicyDefined policy = new MergePolicyDefined(tenant, id, id, toldVersion, rule, archived);
        send(ProfileTopics.MERGE_POLICIES, policy.key(), MessageJson.write(policy));
    }

    /** Tells the profile and answers it, so that it can be told again. */
    ProfileChanged profile(String tenant, String identifier, Facts... facts) {
        List<String> identifiers = new ArrayList<>();
        for (Facts each : facts) {
            identifiers.add(each.identifier());
        }
        List<MergedIdentifiers> policies =
                facts.length < 2 ? List.of() : List.of(new MergedIdentifiers("linked-devices", identifiers, 0));
        long today = Instant.now().getEpochSecond() / 86_400;
        List<Link> links = IntStream.range(1, facts.length)
                .mapToObj(other -> new Link(0, other, 3, today))
                .toList();
        ProfileChanged profile = new ProfileChanged(
                tenant, identifier, version++, Instant.now(), Instant.now(), List.of(facts), policies, links);
        tell(profile);
        return profile;
    }

    void tell(ProfileChanged profile) {
        send(ProfileTopics.PROFILES, profile.key(), MessageJson.write(profile));
    }

    void send(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    static Facts facts(String identifier, Map<String, List<Long>> traitToSeconds) {
        return facts(identifier, new Consent(true, true, Instant.now()), traitToSeconds);
    }

    static Facts facts(String identifier, Consent consent, Map<String, List<Long>> traitToSeconds) {
        return new Facts(
                identifier,
                consent,
                Map.of("geo.city", new Attribute("London", Instant.now(), "www")),
                traitToSeconds.entrySet().stream()
                        .map(entry -> new Realisations(entry.getKey(), "www", entry.getValue()))
                        .toList());
    }

    /** All that has been told of an identifier up to now. */
    List<MembershipChanged> told(String tenant, String identifier) {
        poll();
        return List.copyOf(keyToTold.getOrDefault(tenant + '|' + identifier, List.of()));
    }

    /** The traits that have been ordered up to now. */
    List<TraitOrdered> orders() {
        poll();
        return List.copyOf(orders);
    }

    private void poll() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(50))) {
            try {
                if (record.topic().equals(SegmentTopics.TRAIT_ORDERS)) {
                    orders.add(MessageJson.read(record.value(), TraitOrdered.class));
                } else {
                    keyToTold
                            .computeIfAbsent(record.key(), _ -> new ArrayList<>())
                            .add(MessageJson.read(record.value(), MembershipChanged.class));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The segments of an identifier as they were last told. */
    List<String> segments(String tenant, String identifier) {
        List<MembershipChanged> told = told(tenant, identifier);
        return told.isEmpty()
                ? List.of()
                : told.getLast().memberships().stream()
                        .map(MembershipChanged.Membership::segment)
                        .toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
