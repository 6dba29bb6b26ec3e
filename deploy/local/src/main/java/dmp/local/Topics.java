package dmp.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Every topic of the platform, from the list that the cluster uses too: {@code deploy/kubernetes/base/topics/topics.txt}. The broker
 * creates none by itself, so that a misspelt name fails instead of swallowing data.
 */
public final class Topics {

    /** So that a service can run four instances. A key's partition must never change, so neither must this while there is data. */
    static final int PARTITIONS = 4;

    private static final short COPIES = 1;

    private Topics() {}

    /** All topics; each has a dead-letter topic beside it, where consumers put what they cannot read. */
    static List<NewTopic> all() throws IOException {
        try (InputStream list = Topics.class.getResourceAsStream("topics.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .flatMap(Topics::parse)
                    .toList();
        }
    }

    private static Stream<NewTopic> parse(String line) {
        String[] nameAndPolicy = line.strip().split("\\s+");
        return Stream.of(
                new NewTopic(nameAndPolicy[0], PARTITIONS, COPIES).configs(Map.of("cleanup.policy", nameAndPolicy[1])),
                new NewTopic(nameAndPolicy[0] + ".dlq", PARTITIONS, COPIES)
                        .configs(Map.of("cleanup.policy", "delete")));
    }

    /** Creates those that are missing. */
    public static void create(String bootstrapServers) throws IOException, InterruptedException {
        Properties properties = new Properties();
        properties.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        try (Admin admin = Admin.create(properties)) {
            Set<String> present = admin.listTopics().names().get();
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
}
