package dmp.activation.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts what is to be sent into requests that a network takes. */
final class Batches {

    /** What surrounds the changes in a request: names and ids of account and delivery. */
    private static final int ENVELOPE_BYTES = 1_024;

    private Batches() {}

    /** In order; a single change that is too large by itself is a batch of its own, for the network to judge. */
    static <T> List<List<T>> cut(List<T> changes, int mostChanges, int mostBytes, ToIntFunction<T> bytesOf) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        int bytes = ENVELOPE_BYTES;
        for (T change : changes) {
            int more = bytesOf.applyAsInt(change);
            if (!batch.isEmpty() && (batch.size() == mostChanges || bytes + more > mostBytes)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = ENVELOPE_BYTES;
            }
            batch.add(change);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
