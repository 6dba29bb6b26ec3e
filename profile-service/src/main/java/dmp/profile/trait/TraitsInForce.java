package dmp.profile.trait;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.contract.EventCollected;

/** The traits of every tenant, as this process knows them. Safe for threads: a change is swapped in whole. */
@ApplicationScoped
public class TraitsInForce {

    private final Map<String, TraitIndex> tenantToIndex = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    /** The ids of the traits that the event realises. */
    public Set<String> matching(EventCollected event) {
        return of(event.tenant()).matching(event);
    }

    /** For each trait of the tenant, the moment (milliseconds since 1970) whose realisations are just no longer remembered. */
    public ToLongFunction<String> expiry(String tenant, Instant now) {
        TraitIndex index = of(tenant);
        return trait -> index.expiredAt(trait, now);
    }

    /** From now on these are all traits of the tenant. */
    public void replace(String tenant, Collection<Trait> traits) {
        tenantToIndex.put(tenant, new TraitIndex(List.copyOf(traits)));
    }

    /** Completes when all tenants' traits have been read for the first time: no event may be matched before. */
    public Uni<Void> loaded() {
        return Uni.createFrom().completionStage(loaded);
    }

    void loadingIsDone() {
        loaded.complete(null);
    }

    private TraitIndex of(String tenant) {
        return tenantToIndex.getOrDefault(tenant, TraitIndex.EMPTY);
    }
}
