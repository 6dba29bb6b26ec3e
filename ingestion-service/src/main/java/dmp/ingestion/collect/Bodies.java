package dmp.ingestion.collect;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

import dmp.ingestion.problem.Problem;

/** Bodies as they were before the sender packed them. */
final class Bodies {

    private Bodies() {}

    /** Looks at the content, not at what the headers claim: several SDKs label gzip as something else. */
    static byte[] unpacked(byte[] body, long maxInflated) {
        if (body == null) {
            return new byte[0];
        }
        boolean isGzip = body.length > 2 && body[0] == 0x1f && body[1] == (byte) 0x8b;
        if (!isGzip) {
            return body;
        }
        try (GZIPInputStream inflating = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] inflated = inflating.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxInflated + 1));
            if (inflated.length > maxInflated) {
                throw Problem.of(
                        413,
                        "too-large",
                        "Unpacked, the body has more than " + maxInflated + " bytes. Send less at once.");
            }
            return inflated;
        } catch (IOException e) {
            throw Problem.of(400, "gzip-damaged", "The body begins like gzip, but cannot be unpacked.");
        }
    }
}
