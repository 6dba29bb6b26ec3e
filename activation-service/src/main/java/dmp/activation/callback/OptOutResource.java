package dmp.activation.callback;

import java.time.Instant;
import java.util.List;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.hibernate.reactive.mutiny.Mutiny;

import dmp.activation.api.CurrentTenant;
import dmp.activation.api.Problem;
import dmp.activation.definition.Columns;

@Path("/v1/opt-outs")
@Tag(name = "Opt-outs", description = "Receipts: that networks have removed who opted out.")
@Produces(MediaType.APPLICATION_JSON)
class OptOutResource {

    private final Mutiny.SessionFactory sessions;
    private final CurrentTenant tenant;

    OptOutResource(Mutiny.SessionFactory sessions, CurrentTenant tenant) {
        this.sessions = sessions;
        this.tenant = tenant;
    }

    /** @param toldBy the destination that passed the opt-out on */
    record OptOut(String identifier, Instant receivedAt, String toldBy, List<Removal> destinations) {}

    /**
     * @param identifier the one that was opted out, or one linked to it that went with it
     * @param removedAt when the destination was known to hold nothing of the identifier; null until then
     */
    record Removal(String destination, String identifier, Instant removedAt) {}

    @GET
    @Path("{namespace}/{value}")
    @PermissionsAllowed("destinations:read")
    @Operation(summary = "The receipt of an opt-out, by destination")
    public Uni<OptOut> get(String namespace, String value) {
        String owner = tenant.id();
        String identifier = namespace + ':' + value;
        return sessions.withSession(session -> session.createNativeQuery(
                        "select received_at, told_by from opt_out where tenant = :tenant and identifier = :identifier",
                        Object[].class)
                .setParameter("tenant", owner)
                .setParameter("identifier", identifier)
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(() -> Problem.notFound("opt-out", identifier))
                .chain(found -> session.createNativeQuery("""
                                select r.identifier, r.destination, r.removed_at
                                from opt_out_receipt r join opt_out o on o.tenant = r.tenant and o.identifier = r.identifier
                                where r.tenant = :tenant and (r.identifier = :identifier or o.on_behalf_of = :identifier)
                                order by r.destination, r.identifier""", Object[].class)
                        .setParameter("tenant", owner)
                        .setParameter("identifier", identifier)
                        .getResultList()
                        .map(rows -> new OptOut(
                                identifier,
                                Columns.instant(found[0]),
                                (String) found[1],
                                rows.stream()
                                        .map(row ->
                                                new Removal((String) row[1], (String) row[0], Columns.instant(row[2])))
                                        .toList()))));
    }
}
