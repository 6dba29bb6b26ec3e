package dmp.ingestion.collect;

import java.util.Base64;
import java.util.List;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

import dmp.ingestion.consent.ConsentStatement;
import dmp.ingestion.normalise.SubmittedEvent;

/** {@code GET /v1/pixel.gif}: an event from where no script runs. */
@Path("/v1/pixel.gif")
@PermitAll
@Tag(name = "Events")
class PixelResource {

    /** One transparent pixel. */
    private static final byte[] GIF =
            Base64.getDecoder().decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7");

    private final Senders senders;
    private final Collector collector;

    PixelResource(Senders senders, Collector collector) {
        this.senders = senders;
        this.collector = collector;
    }

    @GET
    @Produces("image/gif")
    @Operation(
            summary = "Send an event by an image",
            description = "Always the same image; what became of the event stands in the header X-Dmp-Result.")
    public Uni<RestResponse<byte[]>> collect(
            @Parameter(name = "k", description = "write key", required = true) @RestQuery("k") String key,
            @Parameter(description = "identifier", example = "cookie:7f3c2a") @RestQuery("i") String identifier,
            @Parameter(description = "name", example = "page-view") @RestQuery("n") String name,
            @Parameter(description = "the page's address") @RestQuery("u") String url,
            @Parameter(description = "letters of the allowed purposes", example = "cpa") @RestQuery("c")
                    String purposes,
            @Context HttpServerRequest request) {
        ConsentStatement consent = purposes == null ? ConsentStatement.MISSING : ConsentStatement.ofLetters(purposes);
        SubmittedEvent event = new SubmittedEvent(
                null,
                identifier,
                List.of(),
                name,
                null,
                null,
                new SubmittedEvent.Page(url, null, null),
                List.of(),
                List.of(),
                null,
                consent);
        return senders.of(request).flatMap(sender -> {
            senders.requireWithinRate(request, 1);
            return collector
                    .collect(new Collector.Batch(
                            sender,
                            List.of(new Submission.Readable(event)),
                            Senders.client(request, sender),
                            Senders.privacySignals(request),
                            false))
                    .map(results -> image(results.getFirst()));
        });
    }

    private static RestResponse<byte[]> image(ItemResult result) {
        String outcome = result.code() == null ? "accepted" : "rejected; code=" + result.code();
        return RestResponse.ResponseBuilder.ok(GIF)
                .header("Cache-Control", "no-store")
                .header("X-Dmp-Result", outcome)
                .build();
    }
}
