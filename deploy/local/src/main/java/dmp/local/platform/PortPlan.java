package dmp.local.platform;

import java.util.LinkedHashMap;
import java.util.Map;

import dmp.local.Ports;

/** Which port each part listens on. The offset is added to all, so that several platforms can run on one machine. */
record PortPlan(int offset) {

    /** The highest base port is 19093. */
    private static final int LARGEST_OFFSET = 65_535 - 19_093;

    /** No two plans whose offsets differ by this share a port. */
    private static final int STEP = 100;

    PortPlan {
        if (offset < 0 || offset > LARGEST_OFFSET) {
            throw new Refusal("The offset must be between 0 and %d, not %d.".formatted(LARGEST_OFFSET, offset));
        }
    }

    /**
     * The first plan, counting up in steps of 100, all of whose ports are free.
     *
     * @throws Refusal when there is none among the first twenty
     */
    static PortPlan firstFree() {
        for (int offset = 0; offset < 20 * STEP; offset += STEP) {
            PortPlan plan = new PortPlan(offset);
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
            useToPort.put("redis-" + service.id(), redis(service));
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
