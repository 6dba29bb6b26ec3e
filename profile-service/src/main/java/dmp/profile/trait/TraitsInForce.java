package dmp.profile.trait;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dmp.ingestion.contract.EventCollected;

/** The traits of every tenant, as this process knows them. Safe for threads: a change is swapped in whole. */
@ApplicationScoped
public class TraitsInForce {

    private record InForce(TraitIndex index, Map<String, Long> traitToVersion) {
        private static final InForce NOTHING = new InForce(TraitIndex.EMPTY, Map.of());
    }

    private final Map<String, InForce> tenantToInForce = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    /** The traits that the event realises, by their ids, each with what the realisation is worth, in millionths. */
    public Map<String, Long> matching(EventCollected event) {
        return of(event.tenant()).index().matching(event);
    }

    /** For each trait of the tenant, the moment (milliseconds since 1970) whose realisations are just no longer remembered. */
    public ToLongFunction<String> expiry(String tenant, Instant now) {
        TraitIndex index = of(tenant).index();
        return trait -> index.expiredAt(trait, now);
    }

    /** The version of the trait; 0 when it is not known here. */
    public long version(String tenant, String trait) {
        return of(tenant).traitToVersion().getOrDefault(trait, 0L);
    }

    /** From now on these are all traits of the tenant, in these versions. */
    public void replace(String tenant, Map<Trait, Long> traitToVersion) {
        Map<String, Long> idToVersion = new HashMap<>();
        traitToVersion.forEach((trait, version) -> idToVersion.put(trait.id(), version));
        tenantToInForce.put(tenant, new InForce(new TraitIndex(traitToVersion.keySet()), idToVersion));
    }

    /** Completes when all tenants' traits have been read for the first time: no event may be matched before. */
    public Uni<Void> loaded() {
        return Uni.createFrom().completionStage(loaded);
    }

    void loadingIsDone() {
        loaded.complete(null);
    }

    private InForce of(String tenant) {
        return tenantToInForce.getOrDefault(tenant, InForce.NOTHING);
    }
}
