package dmp.profile.stream;

import java.util.List;

import io.smallrye.mutiny.Uni;

/** Sends messages to topics. */
public interface Publisher {

    /** Completes when every message is safe; fails when that is not certain of one of them, and then all may be sent again. */
    Uni<Void> publish(List<Outgoing> messages);

    /**
     * @param topic where to
     * @param key decides the partition; messages of one key stay in order
     * @param message becomes JSON
     */
    record Outgoing(String topic, String key, Object message) {}
}
