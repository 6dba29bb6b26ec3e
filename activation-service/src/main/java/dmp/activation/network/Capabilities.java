package dmp.activation.network;

import java.time.Duration;
import java.util.List;

/**
 * What a network can do, and how much it takes at once.
 *
 * @param namespaces the identifiers it can know; empty when there is no restriction
 * @param mostChanges identifiers in one request at most
 * @param mostBytes bytes of one request's body at most
 * @param mostConcurrent requests under way at once at most
 * @param keepsFor how long it keeps a member that is not told again; null for until removed
 * @param removes a member can be removed; otherwise only time removes
 * @param acknowledgesLater it may answer that it will say by a callback what it has taken
 * @param smallestAudience below how many members it does not serve an audience; null when not known
 */
public record Capabilities(
        List<String> namespaces,
        int mostChanges,
        int mostBytes,
        int mostConcurrent,
        Duration keepsFor,
        boolean removes,
        boolean acknowledgesLater,
        Integer smallestAudience) {

    public Capabilities {
        namespaces = List.copyOf(namespaces);
    }
}
