package dmp.activation.campaign;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.campaign.Campaign.Flight;
import dmp.activation.campaign.Target.Placement;
import dmp.activation.definition.Columns;
import dmp.activation.destination.Destination;

/**
 * All destinations and what is to be told to them, in memory. Read anew whenever a version has changed; when PostgreSQL
 * cannot be reached, what was last known stands.
 */
@ApplicationScoped
public class Catalog {

    private final Mutiny.SessionFactory sessions;
    private final ObjectMapper json;
    private volatile Snapshot snapshot = new Snapshot("", Map.of());

    Catalog(Mutiny.SessionFactory sessions, ObjectMapper json) {
        this.sessions = sessions;
        this.json = json;
    }

    /** @param fingerprint of all versions; versions only grow, so equal fingerprints mean equal content */
    private record Snapshot(String fingerprint, Map<String, Map<String, Target>> tenantToTargets) {}

    private record Key(String tenant, String destination) {}

    public List<Target> targets() {
        return snapshot.tenantToTargets().values().stream()
                .flatMap(targets -> targets.values().stream())
                .toList();
    }

    public Iterable<Target> targets(String tenant) {
        return snapshot.tenantToTargets().getOrDefault(tenant, Map.of()).values();
    }

    public Optional<Target> target(String tenant, String destination) {
        return Optional.ofNullable(
                snapshot.tenantToTargets().getOrDefault(tenant, Map.of()).get(destination));
    }

    /** Ends once the content has been read at least once; before, nobody would be known to tell. */
    public Uni<Void> ready() {
        return snapshot.fingerprint().isEmpty() ? refresh() : Uni.createFrom().voidItem();
    }

    /** Brings the content up to date. */
    public Uni<Void> refresh() {
        return sessions.withSession(session -> session.createNativeQuery("""
                        select (select count(*) || ':' || coalesce(sum(version), 0) from destination)
                          || '/' || (select count(*) || ':' || coalesce(sum(version), 0) from campaign)
                          || '/' || (select count(*) || ':' || coalesce(sum(version), 0) from known_segment)""", String.class)
                .getSingleResult()
                .chain(fingerprint -> fingerprint.equals(snapshot.fingerprint())
                        ? Uni.createFrom().voidItem()
                        : load(session, fingerprint)));
    }

    private Uni<Void> load(Mutiny.Session session, String fingerprint) {
        return session.createNativeQuery("""
                        select a.tenant, a.campaign, a.segment, a.destination, a.starts_at, a.ends_at, a.since, a.archived,
                          coalesce(s.merge_policy = 'device-only', false)
                        from activation a left join known_segment s on s.tenant = a.tenant and s.id = a.segment""", Object[].class)
                .getResultList()
                .chain(activations -> session.createNativeQuery(
                                "select tenant, document, version, archived from destination", Object[].class)
                        .getResultList()
                        .invoke(destinations ->
                                snapshot = new Snapshot(fingerprint, targets(destinations, activations))))
                .replaceWithVoid();
    }

    private Map<String, Map<String, Target>> targets(List<Object[]> destinations, List<Object[]> activations) {
        Map<Key, List<Placement>> keyToPlacements = new HashMap<>();
        for (Object[] row : activations) {
            keyToPlacements
                    .computeIfAbsent(new Key((String) row[0], (String) row[3]), key -> new ArrayList<>())
                    .add(new Placement(
                            (String) row[1],
                            (String) row[2],
                            new Flight(Columns.instant(row[4]), Columns.instant(row[5])),
                            Columns.instant(row[6]),
                            (Boolean) row[7],
                            (Boolean) row[8]));
        }
        Map<String, Map<String, Target>> tenantToTargets = new HashMap<>();
        for (Object[] row : destinations) {
            String tenant = (String) row[0];
            Destination destination = destination((String) row[1]);
            List<Placement> placements = keyToPlacements.getOrDefault(new Key(tenant, destination.id()), List.of());
            tenantToTargets
                    .computeIfAbsent(tenant, key -> new HashMap<>())
                    .put(
                            destination.id(),
                            new Target(
                                    destination.account(tenant),
                                    ((Number) row[2]).longValue(),
                                    (Boolean) row[3],
                                    placements));
        }
        return tenantToTargets;
    }

    private Destination destination(String document) {
        try {
            return json.readValue(document, Destination.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
