package dmp.segment.benchmark.service;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

import dmp.local.testing.TestPlatform;
import dmp.segment.evaluation.SegmentRule;
import dmp.segment.rule.RuleText;

/** profile-service and segment-service as they run: one Kafka, and a PostgreSQL and a Redis for each. */
final class ServicePair implements AutoCloseable {

    /** Of all events, and of all traits. */
    static final String SOURCE = "bench";

    private static final int AT_ONCE = 1_000;

    private final TestPlatform shared = RunningService.servers();
    private final TestPlatform own = TestPlatform.start("postgres,redis");
    private final RunningService profile;
    private final RunningService segment;

    ServicePair() throws IOException, InterruptedException {
        Map<String, String> configuration = new TreeMap<>(shared.configuration());
        configuration.putAll(own.configuration());
        profile = new RunningService("profile", configuration);
        segment = new RunningService("segment", shared.configuration());
    }

    RunningService profile() {
        return profile;
    }

    RunningService segment() {
        return segment;
    }

    /**
     * Writes definitions into the databases, since one request each would take hours, and starts both services anew, so that they know
     * them before the first event.
     *
     * @param traits that {@link #SOURCE} delivers, by codes that are their ids
     */
    void define(String tenant, Collection<String> traits, Collection<SegmentRule> rules)
            throws SQLException, IOException, InterruptedException {
        try (Connection database = profile.database();
                PreparedStatement insert = database.prepareStatement(
                        "insert into trait (tenant, id, definition, archived, version, published_version)"
                                + " values (?, ?, ?, false, 1, 1)")) {
            database.setAutoCommit(false);
            int waiting = 0;
            for (String trait : traits) {
                insert.setString(1, tenant);
                insert.setString(2, trait);
                insert.setString(
                        3,
                        "{\"id\":\"%1$s\",\"name\":\"%1$s\",\"kind\":\"onboarded\",\"source\":\"%2$s\",\"code\":\"%1$s\",\"folder\":\"/\"}"
                                .formatted(trait, SOURCE));
                waiting = added(insert, waiting);
            }
            insert.executeBatch();
            database.commit();
        }
        try (Connection database = segment.database();
                PreparedStatement insert = database.prepareStatement(
                        "insert into segment (tenant, id, name, rule, merge_policy, version, rule_version, published_version, archived,"
                                + " created_at, changed_at, changed_by) values (?, ?, ?, ?, ?, 1, 1, 1, false, now(), now(), 'bench')");
                PreparedStatement revise =
                        database.prepareStatement("insert into rulebook (tenant, revision) values (?, 1)")) {
            database.setAutoCommit(false);
            int waiting = 0;
            for (SegmentRule rule : rules) {
                insert.setString(1, tenant);
                insert.setString(2, rule.segment());
                insert.setString(3, rule.segment());
                insert.setString(4, RuleText.print(rule.rule()));
                insert.setString(5, rule.mergePolicy().id());
                waiting = added(insert, waiting);
            }
            insert.executeBatch();
            revise.setString(1, tenant);
            revise.execute();
            database.commit();
        }
        profile.kill();
        segment.kill();
        profile.start();
        segment.start();
    }

    private static int added(PreparedStatement insert, int waiting) throws SQLException {
        insert.addBatch();
        if (waiting + 1 < AT_ONCE) {
            return waiting + 1;
        }
        insert.executeBatch();
        return 0;
    }

    @Override
    public void close() {
        segment.close();
        profile.close();
        own.close();
        shared.close();
    }
}
