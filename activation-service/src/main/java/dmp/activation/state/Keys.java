package dmp.activation.state;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;

/**
 * Every key in Redis. All are single-slot: what is in braces decides the slot. What concerns one identifier lies in the
 * slot of that identifier; what would grow without end is cut into a fixed number of shards by identifier.
 */
public final class Keys {

    /** How many parts a set of identifiers is cut into. Part of the layout: a change needs the sets rebuilt. */
    private static final int SHARDS = 4;

    private Keys() {}

    /** Hash: what is known about an identifier; see {@code audience}. */
    public static String audience(String tenant, String identifier) {
        return "audience:{" + tenant + '|' + identifier + '}';
    }

    /** Hash: where an identifier stands at a destination, by segment. */
    public static String standings(String tenant, String destination, String identifier) {
        return "standings:" + destination + ":{" + tenant + '|' + identifier + '}';
    }

    /** Sorted set: identifiers to be looked at again at a destination, by the instant from which. */
    public static String agenda(String tenant, String destination, int shard) {
        return "agenda:{" + tenant + '|' + destination + '|' + shard + '}';
    }

    public static List<String> agendas(String tenant, String destination) {
        return shards().mapToObj(shard -> agenda(tenant, destination, shard)).toList();
    }

    /** Set: the identifiers that are in a segment. */
    public static String members(String tenant, String segment, String identifier) {
        return members(tenant, segment, shard(identifier));
    }

    public static List<String> members(String tenant, String segment) {
        return shards().mapToObj(shard -> members(tenant, segment, shard)).toList();
    }

    private static String members(String tenant, String segment, int shard) {
        return "members:{" + tenant + '|' + segment + '|' + shard + '}';
    }

    /** Set: the identifiers that a destination was ever told are in a segment, and has not acknowledged to have removed. */
    public static String told(String tenant, String destination, String segment, String identifier) {
        return told(tenant, destination, segment, shard(identifier));
    }

    public static List<String> told(String tenant, String destination, String segment) {
        return shards().mapToObj(shard -> told(tenant, destination, segment, shard))
                .toList();
    }

    private static String told(String tenant, String destination, String segment, int shard) {
        return "told:{" + tenant + '|' + destination + '|' + segment + '|' + shard + '}';
    }

    /** String: which instance serves a destination now. */
    public static String lease(String tenant, String destination) {
        return "lease:{" + tenant + '|' + destination + '}';
    }

    /** String: how deliveries to a destination fare. */
    public static String condition(String tenant, String destination) {
        return "condition:{" + tenant + '|' + destination + '}';
    }

    /** String: what a delivery said, for as long as its acknowledgement may still come. */
    public static String delivery(String tenant, String destination, String delivery) {
        return "delivery:{" + tenant + '|' + destination + '|' + delivery + '}';
    }

    /** Hash: how long it took from event to acknowledgement, a campaign's counts by bucket. */
    public static String latency(String tenant, String campaign) {
        return "latency:{" + tenant + '|' + campaign + '}';
    }

    static int shard(String identifier) {
        CRC32C checksum = new CRC32C();
        checksum.update(identifier.getBytes(StandardCharsets.UTF_8));
        return (int) (checksum.getValue() % SHARDS);
    }

    private static IntStream shards() {
        return IntStream.range(0, SHARDS);
    }
}
