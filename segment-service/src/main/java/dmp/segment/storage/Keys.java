package dmp.segment.storage;

/**
 * Every key of this service. The part in braces decides the slot of a cluster, so each key, and each command on it, stays
 * on one node; no command touches two keys.
 */
public final class Keys {

    /** Timers are spread over so many sorted sets. Changing it leaves timers behind in the old ones. */
    public static final int TIMER_SHARDS = 16;

    private Keys() {}

    /** Of an identifier, as Kafka's records have it: {@code tenant|namespace:value}. */
    public static String identifier(String tenant, String identifier) {
        return tenant + '|' + identifier;
    }

    /** Whose identifier it is. */
    public static String tenant(String identifierKey) {
        return identifierKey.substring(0, identifierKey.indexOf('|'));
    }

    /** A string: all that is kept about one identifier. */
    public static String state(String identifierKey) {
        return "state:{" + identifierKey + '}';
    }

    /** A sorted set: identifier keys by the second at which they are to be asked again. */
    public static String timers(int shard) {
        return "timers:{" + shard + '}';
    }

    public static int timerShard(String identifierKey) {
        return Math.floorMod(identifierKey.hashCode(), TIMER_SHARDS);
    }

    /** A counter: how many numbers have been given to identifiers of this tenant. */
    public static String known(String tenant) {
        return "known:{" + tenant + '}';
    }

    /** A hash: number to identifier, for one bucket of successive numbers. */
    public static String known(String tenant, long bucket) {
        return "known:{" + tenant + '|' + bucket + '}';
    }

    /** A bitmap: which numbers of one chunk of successive numbers are members. */
    public static String members(String tenant, String segment, long chunk) {
        return "members:{" + tenant + '|' + segment + '|' + chunk + '}';
    }

    /** A hash: how many entered and left in one hour. */
    public static String flow(String tenant, String segment, long hour) {
        return "flow:{" + tenant + '|' + segment + '|' + hour + '}';
    }

    /** A string: which instance walks the tenant's identifiers now. */
    public static String walk(String tenant) {
        return "walk:{" + tenant + '}';
    }
}
