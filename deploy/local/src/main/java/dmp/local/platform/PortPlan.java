package dmp.local.platform;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dmp.local.Ports;
import dmp.local.RedisCluster;

/**
 * Which port each part listens on.
 *
 * @param offset added to all, so that several platforms can run on one machine
 * @param redisClustered whether each service has a Redis Cluster instead of one Redis
 */
record PortPlan(int offset, boolean redisClustered) {

    /** The highest base port is 19093, or that by which the last node of a cluster talks to the others. */
    private static final int LARGEST_OFFSET = 65_535 - 19_093;

    private static final int LARGEST_OFFSET_CLUSTERED = 65_535 - 26_394;

    /** No two plans whose offsets differ by this share a port. */
    private static final int STEP = 100;

    PortPlan {
        int largest = redisClustered ? LARGEST_OFFSET_CLUSTERED : LARGEST_OFFSET;
        if (offset < 0 || offset > largest) {
            throw new Refusal("The offset must be between 0 and %d, not %d.".formatted(largest, offset));
        }
    }

    /** With one Redis for each service. */
    PortPlan(int offset) {
        this(offset, false);
    }

    /**
     * The first plan, counting up in steps of 100, all of whose ports are free.
     *
     * @throws Refusal when there is none among the first twenty
     */
    static PortPlan firstFree(boolean redisClustered) {
        for (int offset = 0; offset < 20 * STEP; offset += STEP) {
            PortPlan plan = new PortPlan(offset, redisClustered);
            if (plan.isFree()) {
                return plan;
            }
        }
        throw new Refusal("Found no free ports. Say where to look: deploy/dmp up --offset N");
    }

    /** Whether nobody uses any of its ports at this moment. */
    boolean isFree() {
        return all().values().stream().allMatch(Ports::isFree);
    }

    int http(Service service) {
        return service.basePort() + offset;
    }

    int management(Service service) {
        return service.basePort() + 1000 + offset;
    }

    int networks() {
        return 8090 + offset;
    }

    int keycloak() {
        return 8180 + offset;
    }

    int postgres() {
        return 15432 + offset;
    }

    int redis(Service service) {
        return 16379 + service.ordinal() + offset;
    }

    /** Of the nodes of a service's Redis Cluster. */
    List<Integer> redisNodes(Service service) {
        int first = 16383 + RedisCluster.MASTERS * service.ordinal() + offset;
        return IntStream.range(first, first + RedisCluster.MASTERS).boxed().toList();
    }

    int kafka() {
        return 19092 + offset;
    }

    int kafkaController() {
        return 19093 + offset;
    }

    /** Every port with the name of its use; a part's own ports begin with the part's name. */
    Map<String, Integer> all() {
        Map<String, Integer> useToPort = new LinkedHashMap<>();
        useToPort.put("postgres", postgres());
        for (Service service : Service.values()) {
            if (redisClustered) {
                for (int port : redisNodes(service)) {
                    String node = "redis-%s-%d"
                            .formatted(service.id(), port - redisNodes(service).getFirst() + 1);
                    useToPort.put(node, port);
                    useToPort.put(node + "/bus", port + RedisCluster.BUS);
                }
            } else {
                useToPort.put("redis-" + service.id(), redis(service));
            }
        }
        useToPort.put("kafka", kafka());
        useToPort.put("kafka/controller", kafkaController());
        useToPort.put("keycloak", keycloak());
        useToPort.put("networks", networks());
        for (Service service : Service.values()) {
            useToPort.put(service.id(), http(service));
            useToPort.put(service.id() + "/management", management(service));
        }
        return useToPort;
    }
}
