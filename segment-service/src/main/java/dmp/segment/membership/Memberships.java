package dmp.segment.membership;

import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jakarta.enterprise.context.ApplicationScoped;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import dmp.segment.definition.Rulebook;
import dmp.segment.definition.Rulebooks;
import dmp.segment.membership.MembershipStore.Stored;
import dmp.segment.reach.KnownIdentifiers;
import dmp.segment.running.Patience;
import dmp.segment.running.SideBySide;
import dmp.segment.storage.Keys;
import dmp.segment.storage.Pipeline;

/** Carries out what a batch asks for: read, decide, write, write what follows. */
@ApplicationScoped
class Memberships {

    private final MembershipStore store;
    private final Rulebooks rulebooks;
    private final KnownIdentifiers known;
    private final Pipeline redis;
    private final MembershipPublisher publisher;
    private final MembershipConfig config;
    private final MeterRegistry meters;

    Memberships(
            MembershipStore store,
            Rulebooks rulebooks,
            KnownIdentifiers known,
            Pipeline redis,
            MembershipPublisher publisher,
            MembershipConfig config,
            MeterRegistry meters) {
        this.store = store;
        this.rulebooks = rulebooks;
        this.known = known;
        this.redis = redis;
        this.publisher = publisher;
        this.config = config;
        this.meters = meters;
    }

    /** Ends when all is written and published, however long Redis, PostgreSQL or Kafka are away. */
    Uni<Void> apply(Map<String, Pending> keyToPending) {
        if (keyToPending.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Patience.with("deciding memberships", () -> rulebooks.whileReading(() -> attempt(keyToPending)))
                .chain(overtaken -> {
                    meters.counter("dmp_segment_states_overtaken").increment(overtaken.size());
                    Map<String, Pending> again = new LinkedHashMap<>(keyToPending);
                    again.keySet().retainAll(overtaken);
                    return apply(again);
                });
    }

    /** Answers the identifiers whose state somebody else has written meanwhile: to be done again from what is there now. */
    private Uni<Set<String>> attempt(Map<String, Pending> keyToPending) {
        return store.read(keyToPending.keySet()).chain(stored -> Uni.combine()
                .all()
                .unis(rulebooks(keyToPending, stored), numbers(keyToPending, stored))
                .asTuple()
                // Asking thousands of rules of many identifiers takes longer than an event loop may be kept.
                .emitOn(SideBySide.isWorthIt(keyToPending.size()) ? Infrastructure.getDefaultExecutor() : Runnable::run)
                .map(found -> decide(keyToPending, stored, found.getItem1(), found.getItem2()))
                .chain(decisions -> write(keyToPending, stored, decisions)));
    }

    private Uni<Map<String, Rulebook>> rulebooks(Map<String, Pending> keyToPending, Map<String, Stored> stored) {
        Map<String, Long> tenantToRevision = new HashMap<>();
        keyToPending.forEach((key, pending) -> {
            MembershipState before = stored.get(key).state();
            tenantToRevision.merge(
                    Keys.tenant(key), Math.max(pending.revision(), before == null ? 0 : before.revision()), Math::max);
        });
        Map<String, Rulebook> tenantToRulebook = new HashMap<>();
        return Multi.createFrom()
                .iterable(tenantToRevision.entrySet())
                .onItem()
                .transformToUniAndConcatenate(needed -> rulebooks
                        .atLeast(needed.getKey(), needed.getValue())
                        .invoke(rulebook -> tenantToRulebook.put(needed.getKey(), rulebook)))
                .collect()
                .last()
                .replaceWith(tenantToRulebook);
    }

    /** A number for each identifier that is new. */
    private Uni<Map<String, Long>> numbers(Map<String, Pending> keyToPending, Map<String, Stored> stored) {
        Map<String, Integer> tenantToCount = new HashMap<>();
        keyToPending.forEach((key, pending) -> {
            if (needsNumber(stored.get(key).state(), pending)) {
                tenantToCount.merge(Keys.tenant(key), 1, Integer::sum);
            }
        });
        if (tenantToCount.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return known.reserve(tenantToCount).map(tenantToNext -> {
            Map<String, Long> keyToNumber = new HashMap<>();
            keyToPending.forEach((key, pending) -> {
                if (needsNumber(stored.get(key).state(), pending)) {
                    keyToNumber.put(key, tenantToNext.merge(Keys.tenant(key), 1L, Long::sum) - 1);
                }
            });
            return keyToNumber;
        });
    }

    private static boolean needsNumber(MembershipState before, Pending pending) {
        return (before == null || before.number() < 0)
                && pending.profile() != null
                && !pending.profile().isForgotten();
    }

    private Map<String, Decision> decide(
            Map<String, Pending> keyToPending,
            Map<String, Stored> stored,
            Map<String, Rulebook> rulebooks,
            Map<String, Long> keyToNumber) {
        Instant now = Instant.now();
        List<Decision> decisions = SideBySide.map(keyToPending.entrySet(), entry -> {
            String key = entry.getKey();
            MembershipState before = stored.get(key).state();
            long number = keyToNumber.getOrDefault(key, before == null ? -1 : before.number());
            Rulebook rulebook = rulebooks.get(Keys.tenant(key));
            return Decision.of(
                    before, entry.getValue(), number, rulebook.index(), rulebook.revision(), config.historyKept(), now);
        });
        Map<String, Decision> keyToDecision = new LinkedHashMap<>();
        Iterator<Decision> next = decisions.iterator();
        keyToPending.keySet().forEach(key -> keyToDecision.put(key, next.next()));
        return keyToDecision;
    }

    private Uni<Set<String>> write(
            Map<String, Pending> keyToPending, Map<String, Stored> stored, Map<String, Decision> decisions) {
        Map<String, MembershipState> states = new LinkedHashMap<>();
        decisions.forEach((key, decision) -> {
            if (decision.state() != null) {
                states.put(key, decision.state());
            }
        });
        return store.replace(stored, states).call(overtaken -> {
            decisions.keySet().removeAll(overtaken);
            List<MembershipState> told = decisions.values().stream()
                    .filter(Decision::isTold)
                    .map(Decision::state)
                    .toList();
            // Side by side: when one of them fails, both are done again.
            return Uni.join()
                    .all(
                            redis.send(Consequences.of(keyToPending, decisions, Instant.now()))
                                    .replaceWithVoid(),
                            publisher.publish(told))
                    .andCollectFailures()
                    .replaceWithVoid();
        });
    }
}
