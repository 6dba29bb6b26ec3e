package dmp.activation.network;

import java.time.Instant;
import java.util.List;

/**
 * One request to a network.
 *
 * @param id the same when the same is sent again
 */
public record Delivery(String id, String tenant, String destination, Instant sentAt, List<Change> changes) {

    public Delivery {
        changes = List.copyOf(changes);
    }
}
