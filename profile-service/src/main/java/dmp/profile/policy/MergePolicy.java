package dmp.profile.policy;

import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dmp.profile.access.JsonObject;
import dmp.profile.access.Problem;
import dmp.profile.contract.MergeRule;
import dmp.profile.contract.ProfileChanged;

/**
 * A merge policy of a tenant.
 *
 * @param id unique within the tenant
 * @param name for people
 * @param rule what it unites
 */
public record MergePolicy(String id, String name, MergeRule rule) {

    /** Those that every tenant has. */
    static final Set<String> GIVEN = Set.of(ProfileChanged.DEVICE_ONLY, ProfileChanged.LINKED_DEVICES);

    private static final int NAME_LONGEST = 200;
    private static final int LISTED_MOST = 50;
    private static final int NAMESPACE_LONGEST = 60;
    private static final int LINK_DAYS_MOST = 3_660;

    /** Ways in which ingestion lets identifiers be matched: OpenRTB 2.6 {@code eid.mm}. */
    private static final Set<Integer> MATCH_METHODS = Set.of(0, 2, 3, 4, 5);

    /** What an answer says beyond the definition may be sent back, and changes nothing. */
    private static final Set<String> PROPERTIES =
            Set.of("id", "name", "namespaces", "matchMethods", "linkDays", "depth", "size", "version", "archived");

    /**
     * How far any policy reaches: views tell no more of links.
     *
     * @param depth links in a row
     * @param size identifiers
     */
    record Bounds(int depth, int size) {

        /** For what was within bounds when it was written. */
        static final Bounds NONE = new Bounds(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The policy that a request defines.
     *
     * @param id the policy's id; null when the request is to say it, or its name
     * @param bounds what it reaches when the request sets no limits of its own, and at most
     * @throws Problem 400 with all faults of the request
     */
    static MergePolicy read(JsonNode body, String id, Bounds bounds) {
        JsonObject json = JsonObject.root(body);
        json.refuseFaulty();
        json.onlyKnown(PROPERTIES);
        String name = json.has("name") || (id == null && !json.has("id")) ? json.text("name", NAME_LONGEST) : null;
        String ownId = id != null ? json.fixedId(id) : json.id(name);
        if (ownId != null && GIVEN.contains(ownId)) {
            json.fault("/id", "id-taken", "The policy \"" + ownId + "\" is there for every tenant. Choose another id.");
        }
        List<String> namespaces = json.texts("namespaces", LISTED_MOST, NAMESPACE_LONGEST);
        List<Integer> matchMethods = json.numbers("matchMethods", LISTED_MOST);
        if (!MATCH_METHODS.containsAll(matchMethods)) {
            json.fault(
                    "/matchMethods",
                    "match-method",
                    "A match method is 0 unknown, 2 cookie sync, 3 authenticated, 4 observed or 5 inferred.");
        }
        Integer linkDays = json.has("linkDays") ? json.number("linkDays", 0, LINK_DAYS_MOST) : null;
        Integer depth = json.has("depth") ? json.number("depth", 1, bounds.depth()) : (Integer) bounds.depth();
        Integer size = json.has("size") ? json.number("size", 2, bounds.size()) : (Integer) bounds.size();
        json.refuseFaulty();
        return new MergePolicy(
                ownId, name == null ? ownId : name, new MergeRule(namespaces, matchMethods, linkDays, depth, size));
    }

    /** The definition, as the API shows it and as it is stored. */
    ObjectNode written() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id).put("name", name);
        ArrayNode namespaces = json.putArray("namespaces");
        rule.namespaces().forEach(namespaces::add);
        ArrayNode matchMethods = json.putArray("matchMethods");
        rule.matchMethods().forEach(matchMethods::add);
        return json.put("linkDays", rule.linkDays()).put("depth", rule.depth()).put("size", rule.size());
    }
}
