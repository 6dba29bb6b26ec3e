package dmp.activation.callback;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

import dmp.activation.api.Problem;
import dmp.activation.destination.Destinations;
import dmp.activation.network.Credentials;
import dmp.activation.network.Signature;

/** Open to the world; what is not signed by one of the two keys of the destination is refused. */
@Path("/v1/callbacks")
@Tag(name = "Callbacks", description = "What ad networks tell us, signed.")
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class CallbackResource {

    private static final String EXAMPLE = """
            {"id":"9f0c1c52-8a0d-4b4e-9d0f-0a1b2c3d4e5f","type":"opt-out","identifier":"ttd:df2df528-e032-4851-b7c6-99287c7d6bce"}""";

    private final Callbacks callbacks;
    private final Destinations destinations;
    private final Credentials credentials;
    private final ObjectMapper json;
    private final InstantSource clock;
    private final Duration tolerance;

    CallbackResource(
            Callbacks callbacks,
            Destinations destinations,
            Credentials credentials,
            ObjectMapper json,
            InstantSource clock,
            CallbackConfig config) {
        this.callbacks = callbacks;
        this.destinations = destinations;
        this.credentials = credentials;
        this.json = json;
        this.clock = clock;
        this.tolerance = config.tolerance();
    }

    /** @param status {@code applied}, or {@code known} when it had been before */
    record Receipt(String id, String status) {}

    @POST
    @Path("{tenant}/{destination}")
    @Operation(
            summary = "Tell of an acknowledgement, a match, an opt-out, an impression or a conversion",
            description = "Signed as webhooks are. One that was told before, by its id, changes nothing.")
    @RequestBody(content = @Content(mediaType = MediaType.APPLICATION_JSON, examples = @ExampleObject(EXAMPLE)))
    public Uni<Receipt> take(
            String tenant,
            String destination,
            @HeaderParam(Signature.TIMESTAMP) String timestamp,
            @HeaderParam(Signature.KEY) String key,
            @HeaderParam(Signature.SIGNATURE) String signature,
            byte[] body) {
        if (!Signature.isFresh(timestamp, clock.instant(), tolerance) || !("1".equals(key) || "2".equals(key))) {
            throw refused();
        }
        return destinations
                .get(tenant, destination)
                .onFailure(Problem.class)
                .transform(unknown -> refused())
                .chain(found -> credentials.secret(
                        tenant, Signature.reference(found.content().credential(), key)))
                .chain(secret -> {
                    if (secret.isEmpty() || !Signature.isValid(secret.get().value(), timestamp, body, signature)) {
                        throw refused();
                    }
                    JsonNode told = parse(body);
                    return callbacks
                            .take(tenant, destination, told)
                            .map(applied -> new Receipt(told.path("id").asText(), applied ? "applied" : "known"));
                });
    }

    /** The same whatever is wrong, so that nobody learns which destinations there are. */
    private static Problem refused() {
        return Problem.unauthorized(
                "signature-invalid",
                "The callback is not signed by a live key of this destination, or its timestamp is stale.");
    }

    private JsonNode parse(byte[] body) {
        try {
            JsonNode told = json.readTree(body);
            if (told != null && told.isObject()) {
                return told;
            }
        } catch (IOException e) {
            throw Problem.invalid("", "json-unreadable", "The body is a JSON object.");
        }
        throw Problem.invalid("", "json-unreadable", "The body is a JSON object.");
    }
}
