package dmp.activation.api;

import java.net.URI;

import org.jboss.resteasy.reactive.RestResponse;

/** Versions of definitions as HTTP sees them: {@code ETag} and {@code If-Match}, and answers that carry them. */
public final class Versions {

    private Versions() {}

    public static String etag(long version) {
        return "\"" + version + "\"";
    }

    /** 200 with what is there in this version. */
    public static <V> RestResponse<V> tagged(V view, long version) {
        return RestResponse.ResponseBuilder.ok(view)
                .header("ETag", etag(version))
                .build();
    }

    /** 201 with what is there now, and where. */
    public static <V> RestResponse<V> created(String location, V view, long version) {
        return RestResponse.ResponseBuilder.<V>create(RestResponse.Status.CREATED, view)
                .location(URI.create(location))
                .header("ETag", etag(version))
                .build();
    }

    /** @throws Problem 428 without the header, 412 when it names another version than {@code present} */
    public static void require(String ifMatch, long present) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problem.conditionMissing();
        }
        if (!ifMatch.trim().equals(etag(present))) {
            throw Problem.stale(present);
        }
    }
}
