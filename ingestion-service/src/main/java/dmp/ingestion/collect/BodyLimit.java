package dmp.ingestion.collect;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

/**
 * Bounds every body but that of an upload, which is read as a stream and may have any length. (The limit of Quarkus
 * itself holds for all paths alike, so it is switched off.)
 */
@Singleton
class BodyLimit {

    /** After the headers were read, before anything reads the body. */
    private static final int PRIORITY = 100;

    private final long maxBody;

    BodyLimit(CollectConfig config) {
        this.maxBody = config.maxBody().asLongValue();
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, PRIORITY);
    }

    private void limit(RoutingContext exchange) {
        if (exchange.request().path().endsWith("/content")) {
            exchange.next();
            return;
        }
        String declared = exchange.request().getHeader("Content-Length");
        if (declared != null && exceeds(declared)) {
            exchange.response()
                    .setStatusCode(413)
                    .putHeader("Content-Type", "application/problem+json")
                    .putHeader("Connection", "close")
                    .end(
                            "{\"status\":413,\"title\":\"Content Too Large\",\"code\":\"too-large\",\"detail\":\"A body has at most "
                                    + maxBody + " bytes. Send less at once.\"}");
            return;
        }
        // Without a declared length the bytes are counted as they come.
        exchange.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, maxBody);
        exchange.next();
    }

    private boolean exceeds(String declared) {
        try {
            return Long.parseLong(declared) > maxBody;
        } catch (NumberFormatException e) {
            return true;
        }
    }
}
