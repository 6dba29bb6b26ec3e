package dmp.ingestion.collect;

import java.io.IOException;
import java.util.List;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.core.JacksonException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

import dmp.ingestion.problem.Problem;

/** {@code POST /v1/events}: from pages, apps and servers. Answered when Kafka has acknowledged. */
@Path("/v1/events")
@PermitAll
@Tag(name = "Events", description = "What identifiers did, by JSON, pixel or site tag.")
class EventResource {

    private final Senders senders;
    private final Cors cors;
    private final Collector collector;
    private final CollectConfig config;

    EventResource(Senders senders, Cors cors, Collector collector, CollectConfig config) {
        this.senders = senders;
        this.cors = cors;
        this.collector = collector;
        this.config = config;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Send events",
            description =
                    "One event, an array, or {\"events\":[…]} with at most 1,000; gzip is recognised by itself. The write key "
                            + "goes in X-Write-Key, as the user of Basic authentication, or, for beacons, in ?k=.")
    @Parameter(name = "X-Write-Key", in = ParameterIn.HEADER, example = "wk_6f1e…")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "page view", value = """
                                                    {"id":"0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e01","identifier":"cookie:7f3c2a",
                                                     "links":["partner:crm:1042"],"name":"page-view",
                                                     "page":{"url":"https://www.acme.example/pricing?utm_source=news","title":"Pricing"},
                                                     "properties":{"basketValue":129.90},
                                                     "context":{"ip":"81.2.69.142","userAgent":"Mozilla/5.0 …"},
                                                     "consent":{"collection":true,"profiling":true,"activation":true}}""")))
    @APIResponse(
            responseCode = "200",
            description = "A result for each event; those accepted are durable.",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            examples = @ExampleObject(name = "one accepted", value = """
                                                    {"accepted":1,"duplicate":0,"rejected":0,
                                                     "results":[{"index":0,"id":"0193a6f2-7c11-7d3e-9c62-2f9a3c5d8e01","status":"accepted"}]}""")))
    @APIResponse(responseCode = "400", description = "The body as a whole is not readable.")
    @APIResponse(responseCode = "401", description = "The write key is unknown or revoked.")
    @APIResponse(responseCode = "403", description = "The page's origin is not among the source's.")
    @APIResponse(responseCode = "413", description = "Too many events, or too large a body.")
    @APIResponse(responseCode = "429", description = "The write key sends too fast; see Retry-After.")
    @APIResponse(responseCode = "503", description = "Not durable in time: send all of it again after Retry-After.")
    public Uni<ItemResult.Receipt> collect(byte[] body, @Context HttpServerRequest request) {
        return senders.of(request).flatMap(sender -> {
            List<Submission> submissions = parse(body);
            senders.requireWithinRate(request, submissions.size());
            return collector
                    .collect(new Collector.Batch(
                            sender,
                            submissions,
                            Senders.client(request, sender),
                            Senders.privacySignals(request),
                            true))
                    .map(ItemResult.Receipt::of);
        });
    }

    @OPTIONS
    @Consumes(MediaType.WILDCARD)
    @Operation(hidden = true)
    public RestResponse<Void> preflight(@Context HttpServerRequest request) {
        return cors.preflight(request);
    }

    private List<Submission> parse(byte[] body) {
        byte[] unpacked = Bodies.unpacked(body, config.maxInflated().asLongValue());
        try {
            return EventParser.parse(unpacked, config.maxEvents());
        } catch (EventParser.TooManyEvents e) {
            throw Problem.of(
                    413,
                    "too-many-events",
                    "A request has at most " + config.maxEvents() + " events. Send the rest in another.");
        } catch (JacksonException e) {
            throw Problem.of(400, "malformed-json", where(e));
        } catch (IOException e) {
            throw Problem.of(400, "malformed-json", "The body cannot be read.");
        }
    }

    /** Our own words or the parser's place: the parser's words could quote the body. */
    private static String where(JacksonException e) {
        return "The body is not JSON that holds events"
                + (e.getLocation() == null
                        ? "."
                        : ": see line " + e.getLocation().getLineNr() + ", column "
                                + e.getLocation().getColumnNr() + ".");
    }
}
