package dmp.ingestion.collect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.CRC32;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /dmp.js}: the site tag; and what we promise about Global Privacy Control. */
@Path("/")
@PermitAll
@Tag(name = "Events")
class TagResource {

    /** A page view asks once an hour at most; a mended tag is everywhere within the hour. */
    private static final String CACHE = "public, max-age=3600";

    private final byte[] script = load();
    private final EntityTag etag = new EntityTag(checksum(script));

    @GET
    @Path("dmp.js")
    @Produces("text/javascript")
    @Operation(
            summary = "The site tag",
            description =
                    "<script async src=\"https://…/dmp.js\" data-key=\"wk_…\"></script>; then dmp('consent',{…}), dmp('event',…).")
    public Response tag(@Context Request request) {
        Response.ResponseBuilder unchanged = request.evaluatePreconditions(etag);
        return (unchanged == null ? Response.ok(script) : unchanged)
                .tag(etag)
                .header("Cache-Control", CACHE)
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .build();
    }

    @GET
    @Path(".well-known/gpc.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "We honour Global Privacy Control", description = "https://www.w3.org/TR/gpc/")
    public Response globalPrivacyControl() {
        return Response.ok("{\"gpc\":true,\"lastUpdate\":\"2026-11-24\"}")
                .header("Cache-Control", CACHE)
                .build();
    }

    private static byte[] load() {
        try (InputStream resource = TagResource.class.getResourceAsStream("dmp.js")) {
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String checksum(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return Long.toHexString(crc.getValue());
    }
}
