package dmp.local;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Every topic of the platform. The broker creates none by itself, so that a misspelt name fails instead of swallowing data. */
public final class Topics {

    /** So that a service can run four instances; a key's partition never changes, so the number is not to be changed either. */
    static final int PARTITIONS = 4;

    /** Each record is one moment of its key. */
    private static final List<String> STREAMS = List.of(
            "dmp.events.v1",
            "dmp.events-rejected.v1",
            "dmp.profiles.v1",
            "dmp.memberships.v1",
            // Inside profile-service and segment-service.
            "dmp.profile.announcements.v1",
            "dmp.segment.ticks.v1");

    /** The last record of each key is kept for ever: definitions. */
    private static final List<String> COMPACTED = List.of("dmp.traits.v1", "dmp.segments.v1");

    private Topics() {}

    /** All topics with their settings; each has a dead-letter topic beside it, where consumers put what they cannot read. */
    static List<NewTopic> all() {
        List<NewTopic> topics = new ArrayList<>();
        STREAMS.forEach(name -> topics.add(topic(name, Map.of("min.insync.replicas", "1"))));
        COMPACTED.forEach(
                name -> topics.add(topic(name, Map.of("min.insync.replicas", "1", "cleanup.policy", "compact"))));
        topics.stream()
                .map(NewTopic::name)
                .toList()
                .forEach(name -> topics.add(topic(name + ".dlq", Map.of("min.insync.replicas", "1"))));
        return topics;
    }

    /** Creates those that are missing. */
    public static void create(String bootstrapServers) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(properties)) {
            Set<String> present = new TreeSet<>(admin.listTopics().names().get());
            List<NewTopic> missing = all().stream()
                    .filter(topic -> !present.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IOException("Cannot create topics at " + bootstrapServers, e.getCause());
            }
        }
    }

    private static NewTopic topic(String name, Map<String, String> settings) {
        return new NewTopic(name, PARTITIONS, (short) 1).configs(settings);
    }
}
