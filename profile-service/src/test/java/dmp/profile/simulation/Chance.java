package dmp.profile.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Everything that happens in a simulation is a task here, and which of the waiting tasks happens next is left to chance. */
final class Chance {

    final Random random;
    private final List<Runnable> waiting = new ArrayList<>();

    Chance(Random random) {
        this.random = random;
    }

    void sometime(Runnable task) {
        waiting.add(task);
    }

    /** Runs until nothing is left to happen. */
    void run() {
        for (int steps = 0; !waiting.isEmpty(); steps++) {
            if (steps > 200_000) {
                throw new AssertionError("Does not come to rest");
            }
            int chosen = random.nextInt(waiting.size());
            Runnable task = waiting.get(chosen);
            waiting.set(chosen, waiting.getLast());
            waiting.removeLast();
            task.run();
        }
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }
}
