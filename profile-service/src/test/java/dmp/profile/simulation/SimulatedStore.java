package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

import io.smallrye.mutiny.Uni;

import dmp.profile.store.StateStore;

/** A store whose keys are read and written one by one at random moments, and whose calls sometimes fail after having had an effect. */
final class SimulatedStore implements StateStore {

    private final Map<String, Stored> keyToStored;
    private final Chance chance;
    private final int failsOneIn;
    private final BooleanSupplier isDead;

    SimulatedStore(Chance chance, int failsOneIn) {
        this(new HashMap<>(), chance, failsOneIn, () -> false);
    }

    private SimulatedStore(Map<String, Stored> keyToStored, Chance chance, int failsOneIn, BooleanSupplier isDead) {
        this.keyToStored = keyToStored;
        this.chance = chance;
        this.failsOneIn = failsOneIn;
        this.isDead = isDead;
    }

    /** The same store, as a process sees it that may die: what it was about to do then is never done. */
    SimulatedStore forProcess(BooleanSupplier isProcessDead) {
        return new SimulatedStore(keyToStored, chance, failsOneIn, isProcessDead);
    }

    @Override
    public Uni<List<Stored>> read(List<String> keys) {
        return Uni.createFrom().emitter(emitter -> {
            List<Stored> found = new ArrayList<>(Collections.nCopies(keys.size(), null));
            Countdown countdown = new Countdown(keys.size(), () -> {
                if (chance.oneIn(failsOneIn)) {
                    emitter.fail(new IllegalStateException("connection lost"));
                } else {
                    emitter.complete(found);
                }
            });
            for (int i = 0; i < keys.size(); i++) {
                int index = i;
                chance.sometime(() -> {
                    if (isDead.getAsBoolean()) {
                        return;
                    }
                    found.set(index, keyToStored.getOrDefault(keys.get(index), Stored.ABSENT));
                    countdown.down();
                });
            }
            countdown.down();
        });
    }

    @Override
    public Uni<Void> write(List<Write> writes) {
        return Uni.createFrom().emitter(emitter -> {
            int[] overtaken = {0};
            Countdown countdown = new Countdown(writes.size(), () -> {
                if (chance.oneIn(failsOneIn)) {
                    emitter.fail(new IllegalStateException("connection lost"));
                } else if (overtaken[0] > 0) {
                    emitter.fail(new OvertakenException(overtaken[0]));
                } else {
                    emitter.complete(null);
                }
            });
            for (Write write : writes) {
                chance.sometime(() -> {
                    if (isDead.getAsBoolean()) {
                        return;
                    }
                    if (keyToStored.getOrDefault(write.key(), Stored.ABSENT).revision() == write.revision()) {
                        keyToStored.put(write.key(), new Stored(write.revision() + 1, write.payload()));
                    } else {
                        overtaken[0]++;
                    }
                    countdown.down();
                });
            }
            countdown.down();
        });
    }

    /** Runs something after so many and one steps. */
    private static final class Countdown {
        private final Runnable atZero;
        private int left;

        Countdown(int steps, Runnable atZero) {
            this.left = steps + 1;
            this.atZero = atZero;
        }

        void down() {
            if (--left == 0) {
                atZero.run();
            }
        }
    }
}
