package dmp.segment.membership;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.vertx.mutiny.redis.client.Request;

import dmp.segment.evaluation.Evaluation;
import dmp.segment.reach.KnownIdentifiers;
import dmp.segment.reach.Sizes;
import dmp.segment.timing.Timers;

/**
 * What follows in Redis from decisions once their states are written: the next instant, sizes, the list of known identifiers.
 * All of it may be repeated; only the counts of who came and went would count twice, and so are left out then.
 */
final class Consequences {

    private final List<Request> commands = new ArrayList<>();
    private final Map<Flow, Integer> flows = new LinkedHashMap<>();

    private record Flow(String tenant, String segment, String direction) {}

    private Consequences() {}

    /**
     * @param keyToPending what led to the decisions
     * @param keyToDecision by the identifier's key; those whose state was not written are not among them
     */
    static List<Request> of(Map<String, Pending> keyToPending, Map<String, Decision> keyToDecision, Instant now) {
        Consequences consequences = new Consequences();
        keyToDecision.forEach((key, decision) -> consequences.add(key, keyToPending.get(key), decision));
        consequences.flows.forEach((flow, count) ->
                consequences.commands.addAll(Sizes.count(flow.tenant(), flow.segment(), now, flow.direction(), count)));
        return consequences.commands;
    }

    private void add(String key, Pending pending, Decision decision) {
        MembershipState state = decision.state();
        if (state == null) {
            commands.add(Timers.remove(key));
            return;
        }
        addTimer(key, pending, decision);
        if (state.number() >= 0) {
            addNumber(key, decision);
            addSizes(decision);
        }
    }

    /** A tick that was sent put the instant off, so it is set or removed anew even when it is the same. */
    private void addTimer(String key, Pending pending, Decision decision) {
        long next = decision.state().nextChange();
        long before =
                decision.before() == null ? Evaluation.NEVER : decision.before().nextChange();
        if (next != before || pending.isTicked() || decision.repeated()) {
            commands.add(next == Evaluation.NEVER ? Timers.remove(key) : Timers.set(key, next));
        }
    }

    private void addNumber(String key, Decision decision) {
        MembershipState state = decision.state();
        boolean was = decision.before() != null && !decision.before().isForgotten();
        if (was == state.isForgotten() || decision.repeated()) {
            commands.add(
                    state.isForgotten()
                            ? KnownIdentifiers.strike(state.profile().tenant(), state.number())
                            : KnownIdentifiers.file(state.profile().tenant(), state.number(), key));
        }
    }

    private void addSizes(Decision decision) {
        MembershipState state = decision.state();
        String tenant = state.profile().tenant();
        if (decision.repeated()) {
            mark(tenant, state.segments(), state.number(), true);
            mark(tenant, state.left(), state.number(), false);
        } else if (decision.changed()) {
            mark(tenant, state.entered(), state.number(), true);
            mark(tenant, state.left(), state.number(), false);
        }
        if (decision.changed()) {
            state.entered().forEach(segment -> flows.merge(new Flow(tenant, segment, "in"), 1, Integer::sum));
            state.left().forEach(segment -> flows.merge(new Flow(tenant, segment, "out"), 1, Integer::sum));
        }
    }

    private void mark(String tenant, Collection<String> segments, long number, boolean member) {
        segments.forEach(segment -> commands.add(Sizes.mark(tenant, segment, number, member)));
    }
}
