package dmp.activation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dmp.activation.background.Loops;
import dmp.activation.campaign.Catalog;
import dmp.activation.campaign.Target;
import dmp.activation.delivery.Leases.Lease;
import dmp.activation.destination.Condition;
import dmp.activation.destination.Conditions;
import dmp.activation.network.Network;
import dmp.activation.network.Networks;
import dmp.activation.state.Agenda;

/**
 * Serves destinations: takes those that nobody serves, walks what is ordered, and holds rounds as long as somebody is due. A
 * destination that is slow or away holds up no other.
 */
@ApplicationScoped
class Reconciler {

    /** How soon a change of definitions is known here; also a fraction of a lease. */
    private static final Duration HOUSEKEEPING = Duration.ofMillis(500);

    private record Key(String tenant, String destination) {
        static Key of(Target target) {
            return new Key(target.tenant(), target.destination());
        }
    }

    private final Catalog catalog;
    private final Leases leases;
    private final Walks walks;
    private final Rounds rounds;
    private final Agenda agenda;
    private final Networks networks;
    private final Conditions conditions;
    private final Loops loops;
    private final DeliveryConfig config;
    private final InstantSource clock;
    private final Map<Key, Serving> servings = new ConcurrentHashMap<>();
    private final Map<Key, Instant> sweptAt = new ConcurrentHashMap<>();

    Reconciler(
            Catalog catalog,
            Leases leases,
            Walks walks,
            Rounds rounds,
            Agenda agenda,
            Networks networks,
            Conditions conditions,
            Loops loops,
            DeliveryConfig config,
            InstantSource clock) {
        this.catalog = catalog;
        this.leases = leases;
        this.walks = walks;
        this.rounds = rounds;
        this.agenda = agenda;
        this.networks = networks;
        this.conditions = conditions;
        this.loops = loops;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        loops.repeat("housekeeping", HOUSEKEEPING, this::keepHouse);
        loops.repeat("walks", HOUSEKEEPING, this::walk);
        loops.repeat("rounds", config.linger(), this::beginRounds);
    }

    void prepareToStop(@Observes ShutdownDelayInitiatedEvent event) {
        loops.stop();
    }

    /** Gives leases back, so that others need not wait until they end. */
    void stop(@Observes ShutdownEvent event) {
        loops.stop();
        List<Target> served = servings.values().stream().map(Serving::target).toList();
        servings.clear();
        try {
            leases.leave(served).await().atMost(Duration.ofSeconds(1));
        } catch (RuntimeException e) {
            Log.infof("leases not given back, they will end by themselves, reason=%s", e.toString());
        }
    }

    private Uni<Void> keepHouse() {
        return catalog.refresh()
                .onFailure()
                .invoke(e -> Log.warnf("definitions not refreshed, the last known stand, reason=%s", e.toString()))
                .onFailure()
                .recoverWithNull()
                .chain(this::keepLeases);
    }

    private Uni<Void> keepLeases() {
        List<Target> targets = catalog.targets().stream()
                .filter(target -> !target.placements().isEmpty())
                .toList();
        return leases.takeOrKeep(targets)
                .onFailure()
                .invoke(e -> servings.clear())
                .chain(held -> {
                    Uni<Void> done = Uni.createFrom().voidItem();
                    for (int i = 0; i < targets.size(); i++) {
                        Target target = targets.get(i);
                        Lease lease = held.get(i);
                        done = done.chain(() -> serve(target, lease));
                    }
                    return done;
                });
    }

    private Uni<Void> serve(Target target, Lease lease) {
        Serving serving = servings.get(Key.of(target));
        if (lease == Lease.OF_ANOTHER) {
            servings.remove(Key.of(target));
            return Uni.createFrom().voidItem();
        }
        if (serving != null && serving.target().version() == target.version()) {
            servings.put(Key.of(target), serving.with(target));
            return Uni.createFrom().voidItem();
        }
        // What is claimed and not by us any more would otherwise wait until the claims end.
        Uni<Void> released = lease == Lease.TAKEN || serving == null
                ? agenda.release(target.tenant(), target.destination(), clock.instant(), config.claim())
                : Uni.createFrom().voidItem();
        return released.chain(() -> conditions.get(target.tenant(), target.destination(), clock.instant()))
                .invoke(condition -> servings.put(Key.of(target), begin(target, condition, serving)))
                .replaceWithVoid();
    }

    /** Begins as if all were well, at full speed but for what the network then answers; the history stays visible. */
    private Serving begin(Target target, Condition known, Serving before) {
        Network network = networks.network(target.account());
        Condition fresh =
                new Condition(known.status(), known.since(), known.lastError(), known.lastSuccessAt(), null, 0);
        Pace pace = new Pace(
                network.capabilities(),
                new Backoff(config.firstBackoff(), config.longestBackoff()),
                ThreadLocalRandom.current()::nextDouble,
                fresh);
        return new Serving(
                target,
                network,
                pace,
                config.rules(network.capabilities()),
                before == null ? new AtomicBoolean() : before.busy());
    }

    /** Definitions first, so that what is looked at again is judged by what is true now. */
    private Uni<Void> walk() {
        return catalog.refresh().chain(walks::due).chain(due -> {
            Uni<Void> done = Uni.createFrom().voidItem();
            for (Key key : List.copyOf(servings.keySet())) {
                Serving serving =
                        servings.computeIfPresent(key, (same, before) -> before.with(current(before.target())));
                if (serving != null) {
                    done = done.chain(() -> sweepIfDue(serving.target()));
                }
                if (serving != null && due.contains(new Walks.Place(key.tenant(), key.destination()))) {
                    done = done.chain(() -> walks.walk(serving.target()));
                }
            }
            return done;
        });
    }

    /** The target as it is now; as it was, if the destination itself has changed, which housekeeping sees to. */
    private Target current(Target known) {
        return catalog.target(known.tenant(), known.destination())
                .filter(target -> target.version() == known.version())
                .orElse(known);
    }

    private Uni<Void> sweepIfDue(Target target) {
        Instant now = clock.instant();
        Instant last = sweptAt.putIfAbsent(Key.of(target), now);
        if (last == null || now.isBefore(last.plus(config.sweep()))) {
            return Uni.createFrom().voidItem();
        }
        return walks.sweep(target).invoke(() -> sweptAt.put(Key.of(target), now));
    }

    private Uni<Void> beginRounds() {
        for (Serving serving : new ArrayList<>(servings.values())) {
            if (serving.pace().isOpen(clock.instant()) && serving.busy().compareAndSet(false, true)) {
                loops.once("round", () -> roundsOf(Key.of(serving.target()))
                        .eventually(() -> serving.busy().set(false)));
            }
        }
        return Uni.createFrom().voidItem();
    }

    private Uni<Void> roundsOf(Key key) {
        Serving serving = servings.get(key);
        if (serving == null) {
            return Uni.createFrom().voidItem();
        }
        return rounds.run(serving)
                .chain(more -> more ? roundsOf(key) : Uni.createFrom().voidItem());
    }
}
