package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dmp.activation.audience.OptOuts;
import dmp.activation.network.Change;
import dmp.activation.network.Delivery;
import dmp.activation.state.Agenda;
import dmp.activation.state.Agenda.Claim;
import dmp.activation.state.Identifier;

/** One round at one destination: takes who is due, compares, sends the difference, and says when to look again. */
@ApplicationScoped
class Rounds {

    /** Identifiers in one round at most: bounds memory, and the time that a claim must cover. */
    private static final int MOST = 4_000;

    private final Agenda agenda;
    private final Ledger ledger;
    private final Shipping shipping;
    private final OptOuts optOuts;
    private final InstantSource clock;
    private final Duration claim;

    Rounds(
            Agenda agenda,
            Ledger ledger,
            Shipping shipping,
            OptOuts optOuts,
            InstantSource clock,
            DeliveryConfig config) {
        this.agenda = agenda;
        this.ledger = ledger;
        this.shipping = shipping;
        this.optOuts = optOuts;
        this.clock = clock;
        this.claim = config.claim();
    }

    /** Answers whether more may be due at once. When it fails, what was claimed comes up again when the claim ends. */
    Uni<Boolean> run(Serving serving) {
        Instant now = clock.instant();
        if (!serving.pace().isOpen(now)) {
            return Uni.createFrom().item(false);
        }
        int most = (int) Math.min(
                MOST, (long) serving.pace().changesAtOnce() * serving.pace().requestsAtOnce());
        return agenda.claim(serving.target().tenant(), serving.target().destination(), now, claim, most)
                .chain(claimed -> claimed.identifiers().isEmpty()
                        ? Uni.createFrom().item(false)
                        : handle(serving, claimed).replaceWith(claimed.mayBeMore()));
    }

    private Uni<Void> handle(Serving serving, Claim claimed) {
        return ledger.read(serving.target(), claimed.identifiers()).chain(entries -> {
            Instant now = clock.instant();
            List<Case> cases = entries.stream()
                    .map(entry -> Case.of(serving.target(), entry.audience(), entry.standings(), now))
                    .toList();
            return overdue(serving, cases, now)
                    .chain(repeats -> compare(serving, cases, repeats, now))
                    .chain(results -> end(serving, claimed, results));
        });
    }

    private Uni<Map<String, Delivery>> overdue(Serving serving, List<Case> cases, Instant now) {
        TreeSet<String> overdue = new TreeSet<>();
        cases.forEach(one -> overdue.addAll(Difference.overdue(one.standings(), serving.rules(), now)));
        return overdue.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : ledger.deliveries(serving.target().tenant(), serving.target().destination(), List.copyOf(overdue));
    }

    /** Sends what differs, and answers with the cases as they are then. */
    private Uni<List<Case>> compare(Serving serving, List<Case> cases, Map<String, Delivery> repeatable, Instant now) {
        Map<String, Case> identifierToCase = new LinkedHashMap<>();
        Map<String, List<String>> forget = new HashMap<>();
        TreeSet<String> repeat = new TreeSet<>();
        List<Change> changes = new ArrayList<>();
        for (Case one : cases) {
            Difference difference = one.difference(serving.rules(), now, repeatable.keySet());
            Map<String, Optional<Standing>> forgotten = new HashMap<>();
            difference.forget().forEach(segment -> forgotten.put(segment, Optional.empty()));
            if (!forgotten.isEmpty()) {
                forget.put(one.identifier(), difference.forget());
            }
            identifierToCase.put(one.identifier(), one.with(forgotten));
            repeat.addAll(difference.repeat());
            if (difference.hasChanges()) {
                changes.add(new Change(Identifier.of(one.identifier()), difference.add(), difference.remove()));
            }
        }
        List<Uni<Map<String, Map<String, Optional<Standing>>>>> shipments = new ArrayList<>();
        for (String id : repeat) {
            shipments.add(ledger.flights(serving.target(), repeatable.get(id))
                    .chain(flights -> shipping.ship(serving, flights)));
        }
        for (List<Change> batch : Batches.cut(
                changes,
                serving.pace().changesAtOnce(),
                serving.network().capabilities().mostBytes(),
                serving.network()::bytesOf)) {
            Delivery delivery = new Delivery(
                    UUID.randomUUID().toString(),
                    serving.target().tenant(),
                    serving.target().destination(),
                    now,
                    batch);
            shipments.add(shipping.ship(serving, Flights.of(delivery, identifierToCase, now)));
        }
        return ledger.forget(serving.target(), forget)
                .chain(() -> shipments.isEmpty()
                        ? Uni.createFrom().item(List.<Map<String, Map<String, Optional<Standing>>>>of())
                        : Uni.join()
                                .all(shipments)
                                .usingConcurrencyOf(serving.pace().requestsAtOnce())
                                .andFailFast())
                .map(results -> {
                    for (Map<String, Map<String, Optional<Standing>>> written : results) {
                        written.forEach((identifier, standings) ->
                                identifierToCase.computeIfPresent(identifier, (key, one) -> one.with(standings)));
                    }
                    return List.copyOf(identifierToCase.values());
                });
    }

    private Uni<Void> end(Serving serving, Claim claimed, List<Case> cases) {
        Instant now = clock.instant();
        Map<String, Instant> identifierToNext = new LinkedHashMap<>();
        List<String> removed = new ArrayList<>();
        for (Case one : cases) {
            Difference left = one.difference(serving.rules(), now, java.util.Set.of());
            identifierToNext.put(one.identifier(), left.hasChanges() ? now : left.lookAgain());
            if (one.isRemovedOnRequest()) {
                removed.add(one.identifier());
            }
        }
        String tenant = serving.target().tenant();
        String destination = serving.target().destination();
        return optOuts.removed(tenant, destination, removed, now)
                .chain(() -> agenda.finish(tenant, destination, claimed.until(), identifierToNext));
    }
}
